import { listed } from '../../../../contract/cleaning';
import { numeric } from '../../database';
import { identifier } from '../../sql';
import { plural } from '../rule';
import type { Rule } from '../rule';

/** Columns that hold nothing, or the same in every row. */
export const uselessColumns: Rule = {
  name: 'useless-columns',
  async look({ database, relation, columns, rows }) {
    if (rows < 2) return [];
    const list = columns.map(
      ({ name }, index) =>
        `count(${identifier(name)}) AS p${String(index)}, min(${identifier(name)}) IS NOT DISTINCT FROM max(${identifier(name)}) AS s${String(index)}`,
    );
    const [found = {}] = await database.rows(`SELECT ${list.join(', ')} FROM ${relation}`);
    const empty = columns.filter((_, index) => numeric(found[`p${String(index)}`]) === 0);
    // Where some are missing, that itself tells rows apart.
    const same = columns.filter(
      (_, index) => numeric(found[`p${String(index)}`]) === rows && found[`s${String(index)}`] === true,
    );
    const names = [...empty, ...same].map(({ name }) => name);
    if (names.length === 0 || names.length === columns.length) return [];
    const reasons = [
      ...(empty.length > 0
        ? [`${plural(empty.length, 'column')} without any value (${listed(empty.map(({ name }) => name))})`]
        : []),
      ...(same.length > 0
        ? [
            `${plural(same.length, 'column')} with the same value in every row (${listed(same.map(({ name }) => name))})`,
          ]
        : []),
    ];
    return [
      {
        step: { kind: 'drop-columns', columns: names },
        reason: `There ${names.length === 1 ? 'is' : 'are'} ${reasons.join(' and ')}: nothing can be learned from ${names.length === 1 ? 'it' : 'them'}.`,
        changes: { what: 'columns', count: names.length },
      },
    ];
  },
};

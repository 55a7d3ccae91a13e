import { listed } from '../../../../contract/cleaning';
import { numeric } from '../../database';
import { identifier } from '../../sql';
import { plural } from '../rule';
import type { Rule } from '../rule';

const named = /(^|[\s_.-])(id|ids|uuid|guid|key|nr|no|number|index|row)$|^(id|uuid|guid)|[a-z](Id|ID|Key)$/;

/** Columns that only name their rows. */
export const identifiers: Rule = {
  name: 'identifiers',
  async look({ database, relation, columns, rows }) {
    if (rows < 20) return [];
    const looked = columns.filter(
      ({ name, kind }) => named.test(name) && (kind === 'integer' || kind === 'text'),
    );
    if (looked.length === 0) return [];
    const list = looked.map(
      ({ name }, index) => `count(DISTINCT ${identifier(name)})::DOUBLE AS "${String(index)}"`,
    );
    const [found = {}] = await database.rows(`SELECT ${list.join(', ')} FROM ${relation}`);
    const names = looked.flatMap(({ name }, index) => (numeric(found[String(index)]) === rows ? [name] : []));
    if (names.length === 0 || names.length === columns.length) return [];
    return [
      {
        step: { kind: 'drop-columns', columns: names },
        reason: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} a value of ${names.length === 1 ? 'its' : 'their'} own in each of ${plural(rows, 'row')}, and only ${names.length === 1 ? 'names' : 'name'} them.`,
        changes: { what: 'columns', count: names.length },
      },
    ];
  },
};

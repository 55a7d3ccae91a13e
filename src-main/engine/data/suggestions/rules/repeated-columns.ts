import { numeric } from '../../database';
import { identifier } from '../../sql';
import { listed } from '../../../../contract/cleaning';
import type { Rule } from '../rule';

/** Columns that hold the same as another one in every row. */
export const repeatedColumns: Rule = {
  name: 'repeated-columns',
  async look({ database, relation, columns, rows }) {
    if (rows < 20) return [];
    // Columns with the same sum of hashes are compared cell by cell.
    const list = columns.map(
      ({ name }, index) =>
        `sum(hash(${identifier(name)}, "#row")::HUGEINT)::VARCHAR AS h${String(index)}, count(DISTINCT ${identifier(name)})::DOUBLE AS d${String(index)}`,
    );
    const [found = {}] = await database.rows(`SELECT ${list.join(', ')} FROM ${relation}`);
    const first = new Map<string, string>();
    const pairs = columns.flatMap(({ name, kind }, index) => {
      // Constant and empty columns have a rule of their own.
      if (numeric(found[`d${String(index)}`]) < 2) return [];
      const key = `${kind} ${String(found[`h${String(index)}`])}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, name);
      return other === undefined ? [] : [{ name, other }];
    });
    const same: typeof pairs = [];
    for (const pair of pairs) {
      const [differing = {}] = await database.rows(
        `SELECT count(*)::DOUBLE AS n FROM ${relation} WHERE ${identifier(pair.name)} IS DISTINCT FROM ${identifier(pair.other)}`,
      );
      if (numeric(differing['n']) === 0) same.push(pair);
    }
    const [example] = same;
    if (example === undefined) return [];
    const names = same.map(({ name }) => name);
    return [
      {
        step: { kind: 'drop-columns', columns: names },
        reason: `${listed(names)} ${names.length === 1 ? 'repeats another column' : 'repeat other columns'} in every row: ${example.name} is the same as ${example.other}.`,
        changes: { what: 'columns', count: names.length },
      },
    ];
  },
};

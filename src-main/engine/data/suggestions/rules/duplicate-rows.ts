import { numeric } from '../../database';
import { identifier } from '../../sql';
import { counted, plural } from '../rule';
import type { Rule } from '../rule';

/** Rows that are there more than once. */
export const duplicateRows: Rule = {
  name: 'duplicate-rows',
  async look({ database, relation, columns, rows }) {
    const names = columns.map(({ name }) => identifier(name)).join(', ');
    const [found = {}] = await database.rows(
      `SELECT count(*)::DOUBLE AS different FROM (SELECT DISTINCT ${names} FROM ${relation})`,
    );
    const count = rows - numeric(found['different']);
    // In a table of few categories rows repeat by nature.
    if (count === 0 || count > rows / 2) return [];
    return [
      {
        step: { kind: 'remove-duplicates' },
        reason: `${plural(count, 'row')} of ${counted(rows)} ${count === 1 ? 'repeats' : 'repeat'} another one in every column.`,
        changes: { what: 'rows', count },
      },
    ];
  },
};

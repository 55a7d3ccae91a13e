import { z } from 'zod';
import { pivotWider } from '../../../contract/cleaning/steps/pivot-wider';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { measureSql } from './measure-sql';
import { freeName, rowColumn } from './table';
import type { TableColumn } from './table';

/** More columns than anyone can look at, and about as many as a table may have. */
const mostColumns = 2000;

export const pivotWiderStep = implementStep(pivotWider, {
  /** Values that name the new columns; a later file gets the same ones, whatever it holds. */
  learned: z.array(z.string().nullable()),
  keepsOrder: false,
  async fit({ names }, { database, relation }) {
    const name = identifier(names);
    const found = await database.rows(
      `SELECT CAST(${name} AS VARCHAR) AS name FROM ${relation} GROUP BY ${name} ORDER BY ${name} NULLS LAST LIMIT ${String(mostColumns + 1)}`,
    );
    if (found.length > mostColumns) {
      throw new StrongroomError('STEP_INVALID', `${names} would make too many columns.`, {
        expected: `at most ${String(mostColumns)} different values`,
        received: 'more',
        next: 'Merge rare categories first, or choose another column.',
      });
    }
    return found.map((row) => (typeof row['name'] === 'string' ? row['name'] : null));
  },
  sql({ keys, names, values, measure }, table, learned) {
    const column = table.columns.find(({ name }) => name === values);
    const row = identifier(rowColumn);
    const all = `(SELECT count(*) FROM ${table.relation})`;
    const made: TableColumn[] = keys.map((name) => ({ name, kind: 'text' }));
    const list = learned.map((value) => {
      const title = freeName(made, value === null ? 'missing' : value === '' ? 'empty' : value);
      made.push({ name: title, kind: 'text' });
      const is = value === null ? 'IS NULL' : `= ${literal(value)}`;
      const filter = `CAST(${identifier(names)} AS VARCHAR) ${is}`;
      return `${measureSql(measure, column, { all, filter })} AS ${identifier(title)}`;
    });
    const first = identifier(freeName(made, '#first'));
    const selected = [...keys.map(identifier), ...list, `min(${row}) AS ${first}`].join(', ');
    return `SELECT * EXCLUDE (${first}), row_number() OVER (ORDER BY ${first}) - 1 AS ${row} FROM (SELECT ${selected} FROM ${table.relation} GROUP BY ${keys.map(identifier).join(', ')})`;
  },
});

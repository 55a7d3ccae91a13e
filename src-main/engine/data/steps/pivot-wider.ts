import { z } from 'zod';
import type { MeasureName } from '../../../contract/cleaning/measures';
import { pivotWider } from '../../../contract/cleaning/steps/pivot-wider';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { measureSql } from './measure-sql';
import { freeName, rowColumn } from './table';
import type { TableColumn } from './table';

/** What these tell of no rows at all is 0. */
const zeroWhereNone: readonly MeasureName[] = ['count', 'share', 'sum', 'distinct'];

/** More columns than anyone can look at, and about as many as a table may have. */
const mostColumns = 2000;

export const pivotWiderStep = implementStep(pivotWider, {
  /** Values that name the new columns; a later file gets the same ones, whatever it holds. */
  learned: z.array(z.string().nullable()),
  keepsOrder: false,
  learnsFromRows: true,
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
    const measured = measureSql(measure, column, { all });
    const made: TableColumn[] = keys.map((name) => ({ name, kind: 'text' }));
    const titles = learned.map((value) => {
      const title = freeName(made, value === null ? 'missing' : value === '' ? 'empty' : value);
      made.push({ name: title, kind: 'text' });
      return identifier(title);
    });
    const place = identifier(freeName(table.columns, '#place'));
    const places = learned.map(
      (value, index) => `(${value === null ? 'CAST(NULL AS VARCHAR)' : literal(value)}, ${String(index)})`,
    );
    // In a list of one more, which no value has, so that a table without values is no special case.
    const known = [...places, `(${literal('')}, -1)`].join(', ');
    const placed = `SELECT "#t".*, coalesce("#p".place, -1) AS ${place} FROM ${table.relation} AS "#t" LEFT JOIN (SELECT * FROM (VALUES ${known}) AS v(name, place) WHERE place >= 0) AS "#p" ON CAST("#t".${identifier(names)} AS VARCHAR) IS NOT DISTINCT FROM "#p".name`;
    const groups = keys.map((name, index) => `${identifier(name)} AS k${String(index)}`).join(', ');
    const keyList = keys.map((_, index) => `k${String(index)}`).join(', ');
    // One group for each cell of the new table, which is then put in its place: a measure for each column over all rows
    // would go through the rows as often as there are columns.
    const cells = `SELECT ${groups}, ${place} AS place, ${measured} AS cell, min(min(${row})) OVER (PARTITION BY ${keyList}) AS first FROM (${placed}) GROUP BY ${keyList}, place`;
    const pivoted = `PIVOT (${cells}) ON place IN (${['-1', ...learned.map((_, index) => String(index))].join(', ')}) USING any_value(cell) GROUP BY ${keyList}, first`;
    const list = [
      ...keys.map((name, index) => `k${String(index)} AS ${identifier(name)}`),
      ...titles.map((title, index) => {
        const cell = `"${String(index)}"`;
        return `${zeroWhereNone.includes(measure) ? `coalesce(${cell}, 0)` : cell} AS ${title}`;
      }),
    ];
    return `SELECT ${list.join(', ')}, row_number() OVER (ORDER BY first) - 1 AS ${row} FROM (${pivoted})`;
  },
});

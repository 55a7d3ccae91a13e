import { z } from 'zod';
import { fillMissing } from '../../../contract/cleaning/steps/fill-missing';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { centre } from './measured';
import { freeName, sqlTypes } from './table';
import type { StepTable, TableColumn } from './table';
import { typedValue } from './values';

/** Groups that are kept with a model. */
const mostGroups = 20_000;

/** Values as text; null where every row lacks them. A list, since a column may have any name. */
const learned = z.array(
  z.object({
    name: z.string(),
    value: z.string().nullable(),
    groups: z.array(z.object({ keys: z.array(z.string().nullable()), value: z.string() })),
  }),
);

/** One row for each group: the keys as text, then the value as text. */
function measured(column: TableColumn, method: 'mean' | 'median' | 'mode', keys: string[], relation: string) {
  const names = keys.map((key, index) => `CAST(${identifier(key)} AS VARCHAR) AS k${String(index)}`);
  const list = keys.map((_, index) => `k${String(index)}`);
  if (method !== 'mode') {
    const value = `CAST(${centre(column, method)} AS VARCHAR) AS value`;
    return `SELECT ${[...names, value].join(', ')} FROM ${relation}${keys.length === 0 ? '' : ' GROUP BY ALL'}`;
  }
  const name = identifier(column.name);
  // Ties go to the smallest value, so that the same rows always give the same.
  const partition = keys.length === 0 ? '' : `PARTITION BY ${list.join(', ')} `;
  return (
    `SELECT ${[...list, 'CAST(found AS VARCHAR) AS value'].join(', ')} FROM ` +
    `(SELECT ${[...names, `${name} AS found`, 'count(*) AS rows'].join(', ')} FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY ALL) ` +
    `QUALIFY row_number() OVER (${partition}ORDER BY rows DESC, found) = 1`
  );
}

const chosen = (columns: readonly string[], table: StepTable): TableColumn[] =>
  table.columns.filter(({ name }) => columns.includes(name));

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A LEFT JOIN with the values of the groups, as `alias`. */
function groupJoin(
  alias: string,
  keys: string[],
  groups: z.output<typeof learned>[number]['groups'],
): string {
  const rows = groups.map(
    ({ keys: of, value }) =>
      `(${[...of.map((key) => (key === null ? 'CAST(NULL AS VARCHAR)' : literal(key))), literal(value)].join(', ')})`,
  );
  const names = keys.map((_, index) => `k${String(index)}`);
  const same = keys.map(
    (key, index) =>
      `CAST("#t".${identifier(key)} AS VARCHAR) IS NOT DISTINCT FROM ${alias}.k${String(index)}`,
  );
  return ` LEFT JOIN (VALUES ${rows.join(', ')}) AS ${alias}(${[...names, 'value'].join(', ')}) ON ${same.join(' AND ')}`;
}

export const fillMissingStep = implementStep(fillMissing, {
  learned,
  keepsOrder: ({ method, within }) => method === 'constant' || within.length === 0,
  learnsFromRows: ({ method }) => method !== 'constant',
  async fit({ columns, method, within }, { database, ...table }) {
    if (method === 'constant') return [];
    const found: z.output<typeof learned> = [];
    for (const column of chosen(columns, { database, ...table })) {
      const [all = {}] = await database.rows(measured(column, method, [], table.relation));
      const rows =
        within.length === 0
          ? []
          : await database.rows(
              `SELECT * FROM (${measured(column, method, within, table.relation)}) WHERE value IS NOT NULL ORDER BY ALL LIMIT ${String(mostGroups + 1)}`,
            );
      if (rows.length > mostGroups) {
        throw new StrongroomError('STEP_INVALID', 'There are too many groups to fill within.', {
          expected: `at most ${String(mostGroups)} groups`,
          received: 'more',
          next: 'Group by columns with fewer different values.',
        });
      }
      const groups = rows.map((row) => ({
        keys: within.map((_, index) => textOrNull(row[`k${String(index)}`])),
        value: String(row['value']),
      }));
      found.push({ name: column.name, value: textOrNull(all['value']), groups });
    }
    return found;
  },
  sql({ columns, method, value, indicator, within }, table, values) {
    const wanted = chosen(columns, table);
    const joins: string[] = [];
    const changes = wanted.flatMap((column): string[] => {
      const name = identifier(column.name);
      if (method === 'constant') return [`coalesce("#t".${name}, ${typedValue(column, value)}) AS ${name}`];
      const known = values.find((one) => one.name === column.name);
      if (known === undefined || known.value === null) return [];
      const type = sqlTypes[column.kind];
      const filled = [`"#t".${name}`];
      if (known.groups.length > 0) {
        const alias = `"#g${String(joins.length)}"`;
        joins.push(groupJoin(alias, within, known.groups));
        filled.push(`CAST(${alias}.value AS ${type})`);
      }
      return [`coalesce(${filled.join(', ')}, CAST(${literal(known.value)} AS ${type})) AS ${name}`];
    });
    const marks = indicator
      ? wanted.map(
          ({ name }) =>
            `, "#t".${identifier(name)} IS NULL AS ${identifier(freeName(table.columns, `${name} is missing`))}`,
        )
      : [];
    const replaced = changes.length === 0 ? '"#t".*' : `"#t".* REPLACE (${changes.join(', ')})`;
    return `SELECT ${replaced}${marks.join('')} FROM ${table.relation} AS "#t"${joins.join('')}`;
  },
});

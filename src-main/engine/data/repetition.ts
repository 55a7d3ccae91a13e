import type { DuckDBValue } from '@duckdb/node-api';
import { numeric } from './database';
import type { Database } from './database';
import { scaleOf, unscaled } from './scale';
import { identifier } from './sql';
import { isDate, isNumber, measure } from './statistics';
import type { PhysicalColumn, Statistics, ValueSource } from './statistics';

/** Rows at the start of a table that tell whether a column repeats its values. */
const sampledRows = 50_000;
/** Up to this share of distinct values among them, a column is summed up from its distinct values. */
const repeatedShare = 0.9;
/** Fewer values than this tell nothing. */
const minimumSampled = 1_000;

/** How the values of numbers and dates repeat, by the name of the column. */
export interface Repetition {
  /** Each value occurs several times, so that there are far fewer values than rows. */
  repeated: Set<string>;
  /** Nearly every row has a value of its own: their number is estimated. Never whole numbers, which may name rows. */
  estimated: Set<string>;
}

/** What the first rows tell of the columns of a large table. */
export async function repetitionOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
): Promise<Repetition> {
  const found: Repetition = { repeated: new Set(), estimated: new Set() };
  const measured = columns.filter(({ type }) => isNumber(type) || isDate(type));
  if (measured.length === 0) return found;
  const names = measured.map(({ name }) => identifier(name));
  const counts = names.map((name, i) => `count(${name}) AS p${i}, count(DISTINCT ${name}) AS d${i}`);
  const [row = {}] = await database.rows(
    `SELECT ${counts.join(', ')} FROM (SELECT ${names.join(', ')} FROM ${relation} LIMIT ${sampledRows})`,
  );
  measured.forEach(({ name, type }, i) => {
    const present = numeric(row[`p${i}`]);
    if (present < minimumSampled) return;
    if (numeric(row[`d${i}`]) <= repeatedShare * present) found.repeated.add(name);
    else if (type !== 'integer') found.estimated.add(name);
  });
  return found;
}

/** The distinct values of a column with the number of rows of each, as a table that lasts until the next call. */
export async function groupValues(
  database: Database,
  relation: string,
  column: PhysicalColumn,
): Promise<ValueSource> {
  const name = identifier(column.name);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE grouped AS SELECT ${name} AS value, count(*)::DOUBLE AS weight FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY ${name}`,
  );
  return { relation: 'grouped', column: { ...column, name: 'value' }, weight: 'weight' };
}

/** The statistics of all rows from their distinct values. The column must not be empty. */
export async function groupedStatistics(
  database: Database,
  { relation, column }: ValueSource,
): Promise<Statistics> {
  const value = measure(column);
  const format = column.type === 'date' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%M:%S';
  const dates = isDate(column.type)
    ? `, strftime(min(value), '${format}') AS first, strftime(max(value), '${format}') AS last`
    : '';
  // In two steps, around the mean: a sum of squares would lose the digits of numbers far from zero.
  const ask = async (scaled: string): Promise<Record<string, DuckDBValue>> => {
    const [found = {}] = await database.rows(
      `WITH centre AS (SELECT sum(${scaled} * weight) / sum(weight) AS mean FROM ${relation}) ` +
        `SELECT sum(weight) AS present, count(*) AS distinct_values, min(${value}) AS minimum, max(${value}) AS maximum, ` +
        `any_value(mean) AS mean, sqrt(sum(weight * (${scaled} - mean) ** 2) / greatest(1, sum(weight) - 1)) AS deviation${dates} ` +
        `FROM ${relation}, centre`,
    );
    return found;
  };
  const first = await ask(value);
  const scale = scaleOf(numeric(first['minimum']), numeric(first['maximum']));
  const row = scale === 1 ? first : await ask(`(${value} / ${scale})`);
  const textOf = (key: string): string => (typeof row[key] === 'string' ? row[key] : '');
  return {
    present: numeric(row['present']),
    minimum: numeric(row['minimum']),
    maximum: numeric(row['maximum']),
    mean: unscaled(numeric(row['mean']), scale),
    deviation: unscaled(numeric(row['deviation']), scale),
    length: 0,
    first: textOf('first'),
    last: textOf('last'),
    distinct: numeric(row['distinct_values']),
    estimated: false,
    quartiles: null,
  };
}

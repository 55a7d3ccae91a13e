import { DuckDBListValue } from '@duckdb/node-api';
import type { DuckDBValue } from '@duckdb/node-api';
import type { ColumnType } from '../../contract/schemas/data';
import { numeric } from './database';
import type { Database } from './database';
import { scaleOf, unscaled } from './scale';
import { identifier } from './sql';

/** Up to this many rows, distinct values and quartiles of all columns are cheapest within one query. */
export const fewRows = 50_000;

export interface PhysicalColumn {
  name: string;
  type: ColumnType;
  /** The type was asked for: prose is not guessed. */
  given: boolean;
}

/** Where the values of a column are read from: its rows, or its distinct values with the rows of each. */
export interface ValueSource {
  relation: string;
  column: PhysicalColumn;
  /** The column of the relation that counts the rows; null when each row counts once. */
  weight: string | null;
}

/** What one query over many columns tells of each. */
export interface Statistics {
  present: number;
  /** Of numbers themselves, of dates in seconds since 1970. */
  minimum: number;
  maximum: number;
  /** Only of numbers. Standard deviation with n - 1, 0 for one value. */
  mean: number;
  deviation: number;
  /** Mean length of words in characters. */
  length: number;
  /** First and last of dates as ISO text. */
  first: string;
  last: string;
  /** Null when there are many rows and nothing is known of how they repeat. */
  distinct: number | null;
  /** Whether `distinct` is an estimate, good to a few hundredths, instead of exact. */
  estimated: boolean;
  /** Interpolated linearly as pandas and NumPy do; null when there are many rows. */
  quartiles: number[] | null;
}

export const isNumber = (type: ColumnType): boolean => type === 'integer' || type === 'decimal';
export const isDate = (type: ColumnType): boolean => type === 'date' || type === 'datetime';
export const isWords = (type: ColumnType): boolean =>
  type === 'category' || type === 'text' || type === 'image';

/** SQL: a value of a number or date as a number. */
export const measure = ({ name, type }: PhysicalColumn): string =>
  isDate(type) ? `epoch(${identifier(name)})` : `${identifier(name)}::DOUBLE`;

/** SQL: a number, without those that are infinite or none. */
const finite = (column: PhysicalColumn): string =>
  `CASE WHEN isfinite(${measure(column)}) THEN ${measure(column)} END`;

/** DuckDB says so of sums of squares beyond double precision. */
const isOutOfRange = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('out of range');

const isEndless = (value: DuckDBValue): boolean => typeof value === 'number' && !Number.isFinite(value);

/** @param scale what numbers are divided by before they are summed up; null for usual ones. */
function questions(
  column: PhysicalColumn,
  rows: number,
  isEstimated: boolean,
  scale: number | null,
): Record<string, string> {
  const { type } = column;
  const name = identifier(column.name);
  const value = scale === null || !isNumber(type) ? measure(column) : finite(column);
  const scaled = scale === null || scale === 1 ? value : `(${value} / ${scale})`;
  const format = type === 'date' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%M:%S';
  const few = rows <= fewRows;
  return {
    present: `count(${name})`,
    ...(isNumber(type) || isDate(type) ? { minimum: `min(${value})`, maximum: `max(${value})` } : {}),
    ...(isNumber(type) ? { mean: `avg(${scaled})`, deviation: `stddev_samp(${scaled})` } : {}),
    ...(isNumber(type) && few ? { quartiles: `quantile_cont(${scaled}, [0.25, 0.5, 0.75])` } : {}),
    ...(isDate(type)
      ? { first: `strftime(min(${name}), '${format}')`, last: `strftime(max(${name}), '${format}')` }
      : {}),
    ...(isWords(type) ? { length: `avg(length(${name}))` } : {}),
    ...(few && (isNumber(type) || isDate(type)) ? { distinct: `count(DISTINCT ${name})` } : {}),
    ...(isEstimated ? { distinct: `approx_count_distinct(${name})` } : {}),
  };
}

const textOf = (value: DuckDBValue | undefined): string => (typeof value === 'string' ? value : '');

/** What numbers are divided by, from the least and the greatest of each column. */
async function scalesOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
): Promise<number[]> {
  const ends = columns.map((column, i) =>
    isNumber(column.type)
      ? `min(${finite(column)}) AS low${i}, max(${finite(column)}) AS high${i}`
      : `0 AS low${i}, 0 AS high${i}`,
  );
  const [row = {}] = await database.rows(`SELECT ${ends.join(', ')} FROM ${relation}`);
  return columns.map((_, i) => scaleOf(numeric(row[`low${i}`]), numeric(row[`high${i}`])));
}

/**
 * Statistics of every column by one query; by two where numbers are so large that their squares are beyond double
 * precision. @param rows of the relation.
 * @param estimated columns whose distinct values are estimated.
 */
export async function statisticsOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
  rows: number,
  estimated: ReadonlySet<string>,
): Promise<Statistics[]> {
  if (columns.length === 0) return [];
  const questionsOf = (scales: readonly number[] | null): Record<string, string>[] =>
    columns.map((column, i) => questions(column, rows, estimated.has(column.name), scales?.[i] ?? null));
  const ask = async (parts: readonly Record<string, string>[]): Promise<Record<string, DuckDBValue>> => {
    const expressions = parts.flatMap((part, i) =>
      Object.entries(part).map(([key, sql]) => `${sql} AS ${key}_${i}`),
    );
    const [found = {}] = await database.rows(`SELECT ${expressions.join(', ')} FROM ${relation}`);
    return found;
  };
  const asked = questionsOf(null);
  let row: Record<string, DuckDBValue> | null = null;
  try {
    row = await ask(asked);
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
  }
  let scales: readonly number[] | null = null;
  if (row === null || Object.values(row).some(isEndless)) {
    scales = await scalesOf(database, relation, columns);
    row = await ask(questionsOf(scales));
  }
  return statisticsIn(row, asked, columns, estimated, scales ?? []);
}

function statisticsIn(
  row: Record<string, DuckDBValue>,
  asked: readonly Record<string, string>[],
  columns: readonly PhysicalColumn[],
  estimated: ReadonlySet<string>,
  scales: readonly number[],
): Statistics[] {
  return asked.map((parts, i) => {
    const quartiles = row[`quartiles_${i}`];
    const scale = scales[i] ?? 1;
    const present = numeric(row[`present_${i}`]);
    return {
      present,
      minimum: numeric(row[`minimum_${i}`]),
      maximum: numeric(row[`maximum_${i}`]),
      mean: unscaled(numeric(row[`mean_${i}`]), scale),
      deviation: unscaled(numeric(row[`deviation_${i}`]), scale),
      length: numeric(row[`length_${i}`]),
      first: textOf(row[`first_${i}`]),
      last: textOf(row[`last_${i}`]),
      distinct: 'distinct' in parts ? Math.min(present, numeric(row[`distinct_${i}`])) : null,
      estimated: estimated.has(columns[i]?.name ?? ''),
      quartiles:
        quartiles instanceof DuckDBListValue
          ? quartiles.items.map((item) => unscaled(numeric(item), scale))
          : null,
    };
  });
}

/** Distinct values of a column, counted exactly. */
export async function distinctOf(database: Database, relation: string, column: string): Promise<number> {
  const name = identifier(column);
  // Groups are counted by all threads; count(DISTINCT) takes twice as long.
  const [row = {}] = await database.rows(
    `SELECT count(*) AS distinct_values FROM (SELECT ${name} FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY ${name})`,
  );
  return numeric(row['distinct_values']);
}

/** Whether each number is larger than the one before it, as the numbers of rows are; missing ones are passed over. */
export async function isAscending(database: Database, relation: string, column: string): Promise<boolean> {
  const name = identifier(column);
  const present = `SELECT ${name} AS v FROM ${relation} WHERE ${name} IS NOT NULL`;
  const [row = {}] = await database.rows(
    `SELECT bool_and(v > p)::INTEGER AS ascending FROM (SELECT v, lag(v) OVER () AS p FROM (${present})) WHERE p IS NOT NULL`,
  );
  return numeric(row['ascending']) === 1;
}

/** How many distinct words there are, and the most frequent of them; ties in the order of the words. */
export async function topOf(
  database: Database,
  relation: string,
  column: string,
  limit: number,
): Promise<{ distinct: number; top: { value: string; count: number }[] }> {
  const name = identifier(column);
  const rows = await database.rows(
    `SELECT total, unnest(best, recursive := true) FROM (` +
      `SELECT count(*)::DOUBLE AS total, min({'negative': -count, 'value': value}, ${limit}) AS best FROM (` +
      `SELECT ${name}::VARCHAR AS value, count(*)::DOUBLE AS count FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY ${name}))`,
  );
  const top = rows.map((row) => ({ value: textOf(row['value']), count: -numeric(row['negative']) }));
  return { distinct: numeric(rows[0]?.['total']), top };
}

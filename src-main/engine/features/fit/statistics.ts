import { numeric, steady, type Database } from '../../data/database';
import { frameExpression } from '../columns';

/** Columns of one query: enough to save passes over the rows, few enough for DuckDB's planner. */
export const columnsAQuery = 40;

/** Beyond this a number squared is more than a double holds, and DuckDB refuses to take a deviation. */
const largest = 1e140;

/** Numbers of this size and beyond are taken for infinite: float32 could not hold what is computed from them. */
const infinite = 1e30;

/** SQL of a column's finite numbers; NULL for all else. (To DuckDB NaN is larger than any number.) */
export function finiteNumber(name: string): string {
  const value = frameExpression({ name, kind: 'number' });
  return `CASE WHEN abs(${value}) < ${infinite} THEN ${value} END`;
}

/** SQL that keeps a number within what sums of squares can hold; `greatest` alone would make NULL a number. */
export const bounded = (sql: string): string =>
  `CASE WHEN ${sql} IS NOT NULL THEN greatest(-${largest}, least(${largest}, ${sql})) END`;

/** Goes through columns some at a time; `work` gives one result a column. */
export async function inBatches<Column, Result>(
  columns: readonly Column[],
  work: (some: readonly Column[]) => Promise<Result[]>,
  size = columnsAQuery,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < columns.length; start += size) {
    results.push(...(await work(columns.slice(start, start + size))));
  }
  return results;
}

/** Of a column's finite numbers. */
export interface Statistics {
  mean: number;
  /** Divided by n. */
  deviation: number;
  lower: number;
  median: number;
  upper: number;
  missing: number;
}

function statisticsSql(name: string, index: number): string {
  const finite = finiteNumber(name);
  return [
    `avg(${finite}) AS mean${index}`,
    `stddev_pop(${finite}) AS deviation${index}`,
    `quantile_cont(${finite}, 0.25) AS lower${index}`,
    `quantile_cont(${finite}, 0.5) AS median${index}`,
    `quantile_cont(${finite}, 0.75) AS upper${index}`,
    `count(*) - count(${finite}) AS missing${index}`,
  ].join(', ');
}

/** Mean, deviation and quartiles of numbers. @param rows what follows FROM: the training rows. */
export function numberStatistics(
  database: Database,
  rows: string,
  columns: readonly string[],
): Promise<Statistics[]> {
  return inBatches(columns, async (some) => {
    const [row = {}] = await database.rows(`SELECT ${some.map(statisticsSql).join(', ')} FROM ${rows}`);
    return some.map((_, i) => ({
      mean: steady(row[`mean${i}`]),
      deviation: steady(row[`deviation${i}`]),
      lower: numeric(row[`lower${i}`]),
      median: numeric(row[`median${i}`]),
      upper: numeric(row[`upper${i}`]),
      missing: numeric(row[`missing${i}`]),
    }));
  });
}

/** Mean and deviation of one SQL expression a column. */
export function meansAndDeviations(
  database: Database,
  rows: string,
  expressions: readonly string[],
): Promise<{ mean: number; deviation: number }[]> {
  return inBatches(expressions, async (some) => {
    const wanted = some.map(
      (sql, i) => `avg(${sql}) AS mean${i}, stddev_pop(${bounded(sql)}) AS deviation${i}`,
    );
    const [row = {}] = await database.rows(`SELECT ${wanted.join(', ')} FROM ${rows}`);
    return some.map((_, i) => ({ mean: steady(row[`mean${i}`]), deviation: steady(row[`deviation${i}`]) }));
  });
}

/** Quantiles of columns, linear between rows as numpy computes them; empty for a column without numbers. */
export function quantilesOf(
  database: Database,
  rows: string,
  columns: readonly { name: string; shares: readonly number[] }[],
): Promise<number[][]> {
  return inBatches(columns, async (some) => {
    const wanted = some.map(
      ({ name, shares }, i) =>
        `unnest(coalesce(quantile_cont(${finiteNumber(name)}, [${shares.join(', ')}]), [])) AS q${i}`,
    );
    const found = await database.rows(`SELECT ${wanted.join(', ')} FROM ${rows}`);
    return some.map((_, i) => found.flatMap((row) => (row[`q${i}`] === null ? [] : [numeric(row[`q${i}`])])));
  });
}

/** The first of several spreads that is one: positive and finite; 1 when none is. */
export const firstSpread = (...spreads: number[]): number =>
  spreads.find((spread) => Number.isFinite(spread) && spread > 1e-12) ?? 1;

/** `count` + 1 shares from 0 to 1. */
export const evenShares = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => i / count);

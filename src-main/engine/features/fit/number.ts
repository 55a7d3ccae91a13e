import type { Recipe } from '../../../contract/schemas/recipe';
import { numeric, steady, type Database } from '../../data/database';
import { frameExpression } from '../columns';
import type { FittedNumber } from '../fitted';

/** The quartiles of a normal distribution lie this many deviations apart, so both scalings mean the same there. */
const quartilesOfNormal = 1.349;

/** Columns of one query: enough to save passes over the rows, few enough for DuckDB's planner. */
export const columnsAQuery = 40;

interface Statistics {
  mean: number;
  deviation: number;
  lower: number;
  median: number;
  upper: number;
  missing: number;
}

function statisticsSql(name: string, index: number): string {
  const value = frameExpression({ name, kind: 'number' });
  const finite = `CASE WHEN isfinite(${value}) THEN ${value} END`;
  return [
    `avg(${finite}) AS mean${index}`,
    `stddev_pop(${finite}) AS deviation${index}`,
    `quantile_cont(${finite}, 0.25) AS lower${index}`,
    `quantile_cont(${finite}, 0.5) AS median${index}`,
    `quantile_cont(${finite}, 0.75) AS upper${index}`,
    `count(*) - count(${finite}) AS missing${index}`,
  ].join(', ');
}

/** The first of several spreads that is one: positive and finite; 1 when none is. */
const firstSpread = (...spreads: number[]): number =>
  spreads.find((spread) => Number.isFinite(spread) && spread > 1e-12) ?? 1;

function fit(column: string, scaling: Recipe['features']['numberScaling'], s: Statistics): FittedNumber {
  const indicator = s.missing > 0;
  const base = { column, kind: 'number', median: s.median, indicator } as const;
  switch (scaling) {
    case 'robust':
      return {
        ...base,
        center: s.median,
        scale: firstSpread((s.upper - s.lower) / quartilesOfNormal, s.deviation),
      };
    case 'standard':
      return { ...base, center: s.mean, scale: firstSpread(s.deviation) };
    case 'none':
      return { ...base, center: 0, scale: 1 };
  }
}

/**
 * Fits numbers: (x - center) / scale by median and quartiles or by mean and deviation; where the quartiles coincide,
 * robust scaling takes the deviation. @param rows what follows FROM: the training rows.
 */
export async function fitNumbers(
  database: Database,
  rows: string,
  columns: readonly string[],
  scaling: Recipe['features']['numberScaling'],
): Promise<FittedNumber[]> {
  const fitted: FittedNumber[] = [];
  for (let start = 0; start < columns.length; start += columnsAQuery) {
    const some = columns.slice(start, start + columnsAQuery);
    const [row = {}] = await database.rows(`SELECT ${some.map(statisticsSql).join(', ')} FROM ${rows}`);
    some.forEach((column, i) => {
      fitted.push(
        fit(column, scaling, {
          mean: steady(row[`mean${i}`]),
          deviation: steady(row[`deviation${i}`]),
          lower: numeric(row[`lower${i}`]),
          median: numeric(row[`median${i}`]),
          upper: numeric(row[`upper${i}`]),
          missing: numeric(row[`missing${i}`]),
        }),
      );
    });
  }
  return fitted;
}

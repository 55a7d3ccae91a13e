import { z } from 'zod';
import { usualThresholds, type boundMethods } from '../../../contract/cleaning/outliers';
import { StrongroomError } from '../../../contract/errors';
import { steady } from '../database';
import { identifier } from '../sql';
import type { StepTable, TableColumn } from './table';

export type BoundMethod = (typeof boundMethods)[number];

/** From where to where a column's values are usual; null where that cannot be told, as of a constant column. */
export const boundsSchema = z.array(
  z.object({ name: z.string(), bounds: z.tuple([z.number(), z.number()]).nullable() }),
);
export type Bounds = z.output<typeof boundsSchema>;

/** Columns of numbers, or STEP_INVALID. */
export function numberColumns(columns: readonly string[], table: StepTable): TableColumn[] {
  const wanted = table.columns.filter(({ name }) => columns.includes(name));
  const wrong = wanted.find(({ kind }) => kind !== 'integer' && kind !== 'decimal');
  if (wrong !== undefined) {
    throw new StrongroomError(
      'STEP_INVALID',
      `The column ${wrong.name} has no outliers: it is not a number.`,
      {
        expected: 'columns of numbers',
        received: `a column of kind ${wrong.kind}`,
        next: 'Take it out of the step, or make it a number in a step before.',
      },
    );
  }
  return wanted;
}

/** A number that can be computed with, else NULL. */
export const finite = (name: string): string =>
  `CASE WHEN isfinite(${identifier(name)}::DOUBLE) THEN ${identifier(name)}::DOUBLE END`;

/**
 * Bounds of each column: quartiles and threshold times their distance (Tukey 1977, quantiles of type 7); mean and
 * standard deviation (n - 1); median and 1.4826 MAD, that is MAD / 0.6745 (Iglewicz and Hoaglin 1993).
 */
export async function boundsOf(
  columns: readonly string[],
  method: BoundMethod,
  threshold: number | null,
  table: StepTable,
): Promise<Bounds> {
  const limit = threshold ?? usualThresholds[method];
  const wanted = numberColumns(columns, table);
  const list = wanted.map(({ name }, index) => {
    const value = finite(name);
    const [low, high] = {
      iqr: [`quantile_cont(${value}, 0.25)`, `quantile_cont(${value}, 0.75)`],
      z: [`avg(${value})`, `stddev_samp(${value})`],
      'robust-z': [`median(${value})`, `mad(${value})`],
    }[method];
    return `${low ?? ''} AS a${String(index)}, ${high ?? ''} AS b${String(index)}`;
  });
  const [found = {}] = await table.database.rows(`SELECT ${list.join(', ')} FROM ${table.relation}`);
  return wanted.map(({ name }, index) => {
    const [a, b] = [found[`a${String(index)}`], found[`b${String(index)}`]];
    if (typeof a !== 'number' || typeof b !== 'number') return { name, bounds: null };
    const [low, high] = [steady(a), steady(b)];
    const unit = method === 'iqr' ? high - low : method === 'z' ? high : high / 0.6745;
    if (!(unit > 0)) return { name, bounds: null };
    const [from, to] = method === 'iqr' ? [low, high] : [low, low];
    return { name, bounds: [from - limit * unit, to + limit * unit] };
  });
}

/** Whether a row is beyond the bounds of any column; never of a missing value. */
export function beyond(bounds: Bounds): string {
  const conditions = bounds.flatMap(({ name, bounds: found }) =>
    found === null
      ? []
      : [
          `coalesce(${identifier(name)} NOT BETWEEN ${numberText(found[0])} AND ${numberText(found[1])}, false)`,
        ],
  );
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

/** A number as SQL, to its last bit. */
export const numberText = (value: number): string => `CAST('${String(value)}' AS DOUBLE)`;

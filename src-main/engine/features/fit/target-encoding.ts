import type { TransformOf } from '../../../contract/schemas/features';
import { numeric, type Database } from '../../data/database';
import { identifier } from '../../data/sql';
import type { FittedLookup, FittedTarget } from '../fitted';
import { foldRule, foldSql } from '../folds';
import { categoryText } from './category';

/** The target as the encoding averages it. */
export type EncodedTarget = FittedTarget;

/** Rows, and the sum of what is averaged, of some rows. */
interface Sums {
  rows: number;
  sums: Float64Array;
}

const nothing = (width: number): Sums => ({ rows: 0, sums: new Float64Array(width) });

function add(into: Sums, { rows, sums }: Sums, sign = 1): void {
  into.rows += sign * rows;
  sums.forEach((sum, i) => (into.sums[i] = (into.sums[i] ?? 0) + sign * sum));
}

const minus = (all: Sums, part: Sums): Sums => {
  const left = nothing(all.sums.length);
  add(left, all);
  add(left, part, -1);
  return left;
};

/** One class of two needs one column, several one each. */
const encodedClasses = (classes: readonly string[]): readonly string[] =>
  classes.length === 2 ? classes.slice(1) : classes;

/** Numbers that each row adds to: its standardised target, or 1 for its class. */
function averaged(target: EncodedTarget): string[] {
  const name = identifier(target.column);
  if (target.kind === 'classes') {
    return encodedClasses(target.classes).map(
      (text) => `count(*) FILTER (CAST(${name} AS VARCHAR) = '${text.replaceAll("'", "''")}')`,
    );
  }
  return [`sum(CAST(${name} AS DOUBLE))`];
}

/** (sum + smoothing * average of all) / (rows + smoothing), to nine digits. */
function encode(own: Sums, all: Sums, smoothing: number, scale: (mean: number) => number): number[] {
  return Array.from(all.sums, (sum, i) => {
    const average = all.rows > 0 ? sum / all.rows : 0;
    const weight = own.rows + smoothing;
    const mean = weight > 0 ? ((own.sums[i] ?? 0) + smoothing * average) / weight : average;
    return Number(scale(mean).toPrecision(9));
  });
}

/**
 * The average target of each category, drawn towards the average of all (Micci-Barreca, 2001, as an m-estimate). New
 * rows get that of all training rows; training rows that of the other folds, so that no row sees its own answer.
 * @param rows what follows FROM: the training rows, with `file_row_number`.
 */
export async function fitTargetEncoding(
  database: Database,
  rows: string,
  column: string,
  vocabulary: readonly string[],
  { smoothing, folds }: TransformOf<'target'>,
  target: EncodedTarget,
  seed: number,
): Promise<FittedLookup> {
  const rule = foldRule(seed, column, folds);
  const wanted = averaged(target);
  const width = wanted.length;
  const slots = new Map(vocabulary.map((text, i) => [text, i + 1]));
  const cells = Array.from({ length: folds }, () =>
    Array.from({ length: vocabulary.length + 1 }, () => nothing(width)),
  );
  const all = Array.from({ length: folds }, () => nothing(width));
  const known = `${identifier(target.column)} IS NOT NULL`;
  const query = `SELECT ${categoryText(column)} AS value, ${foldSql(rule)} AS fold, count(*) AS count, ${wanted.join(', ')}
    FROM ${rows} WHERE ${known} GROUP BY 1, 2 ORDER BY 2, 1`;
  for await (const [values = [], places = [], counts = [], ...sums] of database.chunks(query)) {
    values.forEach((value, i) => {
      const fold = numeric(places[i]);
      const part = {
        rows: numeric(counts[i]),
        sums: Float64Array.from(sums, (column) => numeric(column[i])),
      };
      const everything = all[fold];
      const cell = cells[fold]?.[slots.get(String(value)) ?? 0];
      if (everything !== undefined) add(everything, part);
      if (cell !== undefined) add(cell, part);
    });
  }
  const total = nothing(width);
  all.forEach((part) => add(total, part));
  const own = vocabulary.map((_, i) => {
    const sum = nothing(width);
    cells.forEach((fold) => add(sum, fold[i + 1] ?? nothing(width)));
    return sum;
  });
  const scale = (mean: number): number =>
    target.kind === 'number' ? (mean - target.mean) / target.deviation : mean;
  const tableOf = (of: readonly Sums[], among: Sums): number[][] =>
    [nothing(width), ...of].map((sums) => encode(sums, among, smoothing, scale));
  return {
    kind: 'lookup',
    column,
    vocabulary: [...vocabulary],
    values: tableOf(own, total),
    folds: {
      multiplier: rule.multiplier,
      offset: rule.offset,
      tables: cells.map((fold, place) =>
        tableOf(
          own.map((sums, i) => minus(sums, fold[i + 1] ?? nothing(width))),
          minus(total, all[place] ?? nothing(width)),
        ),
      ),
    },
  };
}

import { numeric, type Database } from '../../data/database';
import { curve, inverseCurve, logarithm, yeoJohnson, type Exponents } from '../curve';
import type { FittedPower } from '../fitted';
import type { NumberColumn } from './numbers';
import { bounded, finiteNumber, firstSpread, inBatches, meansAndDeviations } from './statistics';

/** Lambdas that are tried at once, and where they are looked for. */
const tried = 17;
const widest = [-4, 6] as const;
/** Each search narrows the range to an eighth: more would look at differences that are rounding. */
const searches = 6;
const columnsAtOnce = 10;

/** SQL of the curve of `curve`. */
function curveSql(x: string, exponents: Exponents): string {
  const side = (k: number): string =>
    Math.abs(k) < 1e-6 ? `ln(1 + abs(${x}))` : `((1 + abs(${x})) ** (${k}) - 1) / (${k})`;
  return bounded(
    `sign(${x}) * CASE WHEN ${x} >= 0 THEN ${side(exponents.positive)} ELSE ${side(exponents.negative)} END`,
  );
}

/** Rows that tell about where the best lambda is. */
const roughRows = 50_000;
/** Lambdas around that, this far apart, are tried on all rows; then three as near to the best as the second. */
const stepsOnAll = [0.02, 0.001] as const;
const triedOnAll = 9;

/** Rows of one look at columns, and what likelihoods need of them. */
interface Look {
  database: Database;
  rows: string;
  names: readonly string[];
  /** Mean of sign(x) ln(1 + |x|), by column. */
  logarithms: readonly { mean: number; deviation: number }[];
}

const lookAt = async (database: Database, rows: string, names: readonly string[]): Promise<Look> => ({
  database,
  rows,
  names,
  logarithms: await meansAndDeviations(
    database,
    rows,
    names.map((name) => curveSql(finiteNumber(name), logarithm)),
  ),
});

/**
 * Of each column, the logarithm of the likelihood of some lambdas, a row's share of it: (lambda - 1) mean(sign(x) ln(1 +
 * |x|)) - ln(variance of the curve) / 2.
 */
async function likelihoods(
  { database, rows, names, logarithms }: Look,
  lambdas: readonly (readonly number[])[],
): Promise<number[][]> {
  const wanted = names.flatMap((name, column) =>
    (lambdas[column] ?? []).map(
      (lambda, i) => `var_pop(${curveSql(finiteNumber(name), yeoJohnson(lambda))}) AS v${column}_${i}`,
    ),
  );
  const [row = {}] = await database.rows(`SELECT ${wanted.join(', ')} FROM ${rows}`);
  return names.map((_, column) =>
    (lambdas[column] ?? []).map((lambda, i) => {
      const variance = numeric(row[`v${column}_${i}`]);
      if (!(variance > 0)) return Number.NEGATIVE_INFINITY;
      return (lambda - 1) * (logarithms[column]?.mean ?? 0) - Math.log(variance) / 2;
    }),
  );
}

const indexOfLargest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** The best lambdas among evenly spaced ones, narrowed down `times` times to an eighth of the range. */
async function search(look: Look, times: number): Promise<number[]> {
  const ranges = look.names.map(() => ({ from: widest[0] as number, to: widest[1] as number }));
  for (let time = 0; time < times; time++) {
    const lambdas = ranges.map(({ from, to }) =>
      Array.from({ length: tried }, (_, i) => from + ((to - from) * i) / (tried - 1)),
    );
    for (const [column, values] of (await likelihoods(look, lambdas)).entries()) {
      const { from, to } = ranges[column] ?? { from: 0, to: 0 };
      const step = (to - from) / (tried - 1);
      const lambda = from + indexOfLargest(values) * step;
      ranges[column] = { from: lambda - step, to: lambda + step };
    }
  }
  return ranges.map(({ from, to }) => (from + to) / 2);
}

/** Where the parabola through three evenly spaced points is highest, in steps from the middle one. */
function peak(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend < 0 ? (before - after) / (2 * bend) : 0;
}

/**
 * The best lambdas near others: the likelihood is a smooth hill, whose top is that of a parabola through the points about
 * it. NaN for a column whose top is not near.
 */
async function refine(look: Look, near: readonly number[]): Promise<number[]> {
  let best = [...near];
  for (const [turn, step] of stepsOnAll.entries()) {
    const reach = turn === 0 ? (triedOnAll - 1) / 2 : 1;
    const lambdas = best.map((lambda) =>
      Array.from(
        { length: 2 * reach + 1 },
        (_, i) => (Number.isNaN(lambda) ? 1 : lambda) + (i - reach) * step,
      ),
    );
    const found = await likelihoods(look, lambdas);
    best = best.map((known, column) => {
      const values = found[column] ?? [];
      const place = indexOfLargest(values);
      const [before, middle, after] = [values[place - 1], values[place], values[place + 1]];
      const lambda = lambdas[column]?.[place];
      if (before === undefined || middle === undefined || after === undefined || lambda === undefined)
        return NaN;
      const isHill = Number.isFinite(before) && Number.isFinite(after) && !Number.isNaN(known);
      return isHill ? lambda + step * peak(before, middle, after) : NaN;
    });
  }
  return best;
}

/**
 * Yeo and Johnson's lambda by maximum likelihood over all rows; 1 for a column without spread. Of many rows, the first ones
 * tell about where it is, so that few lambdas have to be tried on all; where they mislead, the whole range is searched.
 */
export function fitLambdas(database: Database, rows: string, names: readonly string[]): Promise<number[]> {
  return inBatches(
    names,
    async (some) => {
      const all = await lookAt(database, rows, some);
      const near = await search(
        await lookAt(database, `(SELECT * FROM ${rows} LIMIT ${roughRows})`, some),
        3,
      );
      const found = await refine(all, near);
      const missed = some.filter(
        (_, column) => Number.isNaN(found[column]) && (all.logarithms[column]?.deviation ?? 0) > 1e-12,
      );
      const searched =
        missed.length === 0 ? [] : await search(await lookAt(database, rows, missed), searches);
      return some.map((name, column) => {
        if ((all.logarithms[column]?.deviation ?? 0) <= 1e-12) return 1;
        const place = missed.indexOf(name);
        return Number(((place < 0 ? found[column] : searched[place]) ?? 1).toPrecision(6));
      });
    },
    columnsAtOnce,
  );
}

/** Logarithms and Yeo-Johnson curves, scaled to mean 0 and deviation 1. @param rows what follows FROM. */
export async function fitPowers(
  database: Database,
  rows: string,
  columns: readonly NumberColumn<'log' | 'yeo-johnson'>[],
): Promise<FittedPower[]> {
  const curved = columns.filter(({ choice }) => choice.transform === 'yeo-johnson');
  const lambdas = await fitLambdas(
    database,
    rows,
    curved.map(({ name }) => name),
  );
  const exponentsOf = new Map(curved.map(({ name }, i) => [name, yeoJohnson(lambdas[i] ?? 1)]));
  const exponents = columns.map(({ name }) => exponentsOf.get(name) ?? logarithm);
  const moments = await meansAndDeviations(
    database,
    rows,
    columns.map(({ name }, i) => curveSql(finiteNumber(name), exponents[i] ?? logarithm)),
  );
  return columns.map(({ name, statistics }, i): FittedPower => {
    const own = exponents[i] ?? logarithm;
    const { mean = 0, deviation = 1 } = moments[i] ?? {};
    const origin = Number(inverseCurve(mean, own).toPrecision(12));
    return {
      column: name,
      kind: 'power',
      ...own,
      median: statistics.median,
      indicator: statistics.missing > 0,
      origin: Number.isFinite(curve(origin, own)) ? origin : statistics.median,
      scale: firstSpread(deviation),
    };
  });
}

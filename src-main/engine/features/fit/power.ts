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

/**
 * Yeo and Johnson's lambda by maximum likelihood: the largest of (lambda - 1) mean(sign(x) ln(1 + |x|)) -
 * ln(variance of the curve) / 2, looked for among evenly spaced lambdas again and again. 1 for a column without spread.
 */
export function fitLambdas(database: Database, rows: string, names: readonly string[]): Promise<number[]> {
  return inBatches(
    names,
    async (some) => {
      const ranges = some.map(() => ({ from: widest[0] as number, to: widest[1] as number }));
      const logarithms = await meansAndDeviations(
        database,
        rows,
        some.map((name) => curveSql(finiteNumber(name), logarithm)),
      );
      for (let search = 0; search < searches; search++) {
        const lambdas = ranges.map(({ from, to }) =>
          Array.from({ length: tried }, (_, i) => from + ((to - from) * i) / (tried - 1)),
        );
        const wanted = some.flatMap((name, column) =>
          (lambdas[column] ?? []).map(
            (lambda, i) => `var_pop(${curveSql(finiteNumber(name), yeoJohnson(lambda))}) AS v${column}_${i}`,
          ),
        );
        const [row = {}] = await database.rows(`SELECT ${wanted.join(', ')} FROM ${rows}`);
        ranges.forEach((range, column) => {
          const likelihoods = (lambdas[column] ?? []).map((lambda, i) => {
            const variance = numeric(row[`v${column}_${i}`]);
            if (!(variance > 0)) return Number.NEGATIVE_INFINITY;
            return (lambda - 1) * (logarithms[column]?.mean ?? 0) - Math.log(variance) / 2;
          });
          const best = likelihoods.indexOf(Math.max(...likelihoods));
          const step = (range.to - range.from) / (tried - 1);
          const lambda = range.from + best * step;
          ranges[column] = { from: lambda - step, to: lambda + step };
        });
      }
      return ranges.map(({ from, to }, column) =>
        (logarithms[column]?.deviation ?? 0) > 1e-12 ? Number(((from + to) / 2).toPrecision(6)) : 1,
      );
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

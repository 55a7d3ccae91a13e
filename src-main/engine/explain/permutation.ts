import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Evaluation } from '../../contract/schemas/runs';
import { evaluateLoss } from '../evaluate/evaluation';
import { predictPrepared, type Outputs } from '../evaluate/predict';
import { featureWidth } from '../features/apply';
import { FeatureMatrix, takeRows } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import type { HostInputs } from '../features/host';
import { Random } from '../random';
import { influentialFeatures } from './influence';

export interface PermutationEffort {
  /** How often each column is shuffled. */
  repeats: number;
  /** At most so many rows are used, chosen by the seed. */
  rows: number;
  /** Of more columns, those with the smallest weights in the network are left out. */
  columns: number;
}

export interface PermutationOptions extends PermutationEffort {
  seed: number;
  /** Called between pieces of work with the share done, 0 to 1; may throw to end it. */
  pause: (fraction: number) => Promise<void>;
  /** Computes the network faster than it does itself. */
  outputs?: Outputs | null;
}

/** Multiplications in all: some seconds on the slowest runtime, and with a compiled network. */
const work = { plain: 2.5e9, compiled: 5e10 };
export const mostRows = 1000;
const leastRows = 50;

/** How much to do so that the work stays bounded, however many columns and weights there are. @param multiplications of the
 * network for one row. */
export function effortFor(
  columns: number,
  multiplications: number,
  speed: keyof typeof work = 'plain',
): PermutationEffort {
  const effort = columns <= 100 ? { repeats: 5, columns: 100 } : { repeats: 3, columns: 30 };
  const passes = Math.min(effort.columns, Math.max(1, columns)) * effort.repeats;
  const rows = Math.floor(work[speed] / (passes * Math.max(1, multiplications)));
  return { ...effort, rows: Math.min(mostRows, Math.max(leastRows, rows)) };
}

/** The same features with a column's places, each [from, to), taken from other rows. */
function withShuffled(
  features: Float32Array,
  width: number,
  places: readonly (readonly [number, number])[],
  order: Int32Array,
): Float32Array {
  const shuffled = features.slice();
  order.forEach((source, row) => {
    for (const [from, to] of places)
      shuffled.set(features.subarray(source * width + from, source * width + to), row * width + from);
  });
  return shuffled;
}

/**
 * Permutation importance (Breiman, 2001; Fisher and others, 2019) of raw columns: by how much the loss grows when
 * the column's values are dealt to other rows. The loss is the log loss for classes and the root mean squared
 * error, in the target's units, for numbers. `deviation` is over the repeats. Largest first.
 *
 * Features are made row by row, so shuffling all that became of a column is the same as shuffling the column.
 * @param target raw, see `hostTarget`; rows without one are left out.
 */
export async function permutationImportance(
  { fitted, network }: { fitted: Fitted; network: LayersModel },
  inputs: HostInputs,
  target: Float32Array,
  options: PermutationOptions,
): Promise<Evaluation['importance']> {
  const { seed, repeats, pause } = options;
  const random = new Random(seed, 'permutation importance');
  const labelled = Int32Array.from(target.keys()).filter((row) => Number.isFinite(target[row]));
  const rows = random.shuffle(labelled).slice(0, options.rows).sort();
  if (rows.length < 2) return [];
  const actual = Float32Array.from(rows, (row) => target[row] ?? Number.NaN);
  const matrix = await FeatureMatrix.make(fitted, takeRows(inputs, rows), rows.length, () => pause(0));
  const features = matrix.slice(0, rows.length);
  const places = placesOf(fitted);
  // A column that is encoded in several ways is shuffled in all of them.
  const placesIn = (column: string): [number, number][] =>
    fitted.features.flatMap((feature, index) => (feature.column === column ? [places[index] ?? [0, 0]] : []));
  const influential = influentialFeatures(fitted, network, options.columns);
  const columns = [...new Set(influential.map((index) => fitted.features[index]?.column ?? ''))];
  const passes = columns.length * repeats + 1;
  let pass = 0;
  const loss = async (values: Float32Array): Promise<number> => {
    const scores = await predictPrepared(
      fitted,
      network,
      values,
      rows.length,
      (done) => pause((pass + done / rows.length) / passes),
      options.outputs,
    );
    pass += 1;
    return evaluateLoss(fitted, actual, scores);
  };
  const intact = await loss(features);
  const importance: Evaluation['importance'] = [];
  for (const column of columns) {
    const increases: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = random.shuffle(Int32Array.from(rows.keys()));
      const shuffled = withShuffled(features, matrix.width, placesIn(column), order);
      increases.push((await loss(shuffled)) - intact);
    }
    const increase = increases.reduce((sum, value) => sum + value, 0) / repeats;
    const variance = increases.reduce((sum, value) => sum + (value - increase) ** 2, 0) / repeats;
    importance.push({ column, increase, deviation: Math.sqrt(variance) });
  }
  return importance.sort((a, b) => b.increase - a.increase);
}

/** The columns [from, to) of the network's input that each feature became. */
function placesOf(fitted: Fitted): [number, number][] {
  let next = 0;
  return fitted.features.map((feature) => {
    const from = next;
    next += featureWidth(feature);
    return [from, next];
  });
}

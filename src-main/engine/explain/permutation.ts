import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Evaluation } from '../../contract/schemas/runs';
import { evaluateLoss } from '../evaluate/evaluation';
import { predictRows } from '../evaluate/predict';
import { takeRows } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import { featureInputs } from '../features/host';
import type { HostInputs } from '../features/host';
import { Random } from '../random';
import { influentialFeatures } from './influence';

export interface PermutationOptions {
  seed: number;
  /** How often each column is shuffled. */
  repeats: number;
  /** At most so many rows are used, chosen by the seed. */
  maximumRows: number;
  /** Called between batches; may throw to end the work. @param fraction done, 0 to 1. */
  pause: (fraction: number) => Promise<void>;
}

export const defaultRepeats = 5;
const mostRows = 1000;
const leastRows = 100;
/** Rows that go through the network in all: some seconds of work for the slowest runtime. */
const workRows = 60_000;
/** Of more columns than this, those with the smallest weights in the network are left out. */
const mostColumns = 120;

/** How many rows to use so that the work stays bounded whatever the number of columns. */
export function rowsWithinReach(columns: number, repeats: number): number {
  return Math.min(
    mostRows,
    Math.max(leastRows, Math.floor(workRows / (Math.min(mostColumns, Math.max(1, columns)) * repeats))),
  );
}

/** Replaces one feature's inputs, all of its parts together, by those of other rows. */
function withShuffled(fitted: Fitted, inputs: HostInputs, feature: number, order: Int32Array): HostInputs {
  const specification = fitted.features[feature];
  if (specification === undefined) return inputs;
  const parts: HostInputs = {};
  for (const { name } of featureInputs(specification, feature)) {
    const input = inputs[name];
    if (input !== undefined) parts[name] = input;
  }
  return { ...inputs, ...takeRows(parts, order) };
}

/**
 * Permutation importance (Breiman, 2001; Fisher and others, 2019) of raw columns: by how much the loss grows when
 * the column's values are dealt to other rows. The loss is the log loss for classes and the root mean squared
 * error, in the target's units, for numbers. `deviation` is over the repeats. Largest first.
 * @param target raw, see `hostTarget`; rows without one are left out.
 */
export async function permutationImportance(
  model: { fitted: Fitted; network: LayersModel },
  inputs: HostInputs,
  target: Float32Array,
  { seed, repeats, maximumRows, pause }: PermutationOptions,
): Promise<Evaluation['importance']> {
  const { fitted, network } = model;
  const random = new Random(seed, 'permutation importance');
  const labelled = Int32Array.from(target.keys()).filter((row) => Number.isFinite(target[row]));
  const rows = random.shuffle(labelled).slice(0, maximumRows).sort();
  if (rows.length < 2) return [];
  const sample = takeRows(inputs, rows);
  const actual = Float32Array.from(rows, (row) => target[row] ?? Number.NaN);
  const columns = influentialFeatures(fitted, network, mostColumns);
  const passes = columns.length * repeats + 1;
  let pass = 0;
  const loss = async (values: HostInputs): Promise<number> => {
    const scores = await predictRows(fitted, network, values, rows.length, (done) =>
      pause((pass + done / rows.length) / passes),
    );
    pass += 1;
    return evaluateLoss(fitted, actual, scores);
  };
  const intact = await loss(sample);
  const importance: Evaluation['importance'] = [];
  for (const feature of columns) {
    const increases: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = random.shuffle(Int32Array.from(rows.keys()));
      increases.push((await loss(withShuffled(fitted, sample, feature, order))) - intact);
    }
    const increase = increases.reduce((sum, value) => sum + value, 0) / repeats;
    const variance = increases.reduce((sum, value) => sum + (value - increase) ** 2, 0) / repeats;
    importance.push({
      column: fitted.features[feature]?.column ?? '',
      increase,
      deviation: Math.sqrt(variance),
    });
  }
  return importance.sort((a, b) => b.increase - a.increase);
}

import type { TrainingJob } from './runtime';

/** The rows of some steps, one step after the other. */
export interface TakenRows {
  /** [rows, width] */
  x: Float32Array;
  /** [rows, targets] */
  y: Float32Array;
  targets: number;
}

/**
 * What some steps take in, changed as the job asks: step by step, so that it does not matter how many are made at once.
 * @param rows of whole steps of `batchSize` each. @param firstStep of the training, from 0.
 */
export function takeBatches(
  { features, target, augment }: Pick<TrainingJob, 'features' | 'target' | 'augment'>,
  rows: Int32Array,
  batchSize: number,
  firstStep: number,
): TakenRows {
  const x = features.gather(rows);
  const plain = Float32Array.from(rows, (row) => target[row] ?? Number.NaN);
  if (augment === undefined) return { x, y: plain, targets: 1 };
  const { targets } = augment;
  const y = new Float32Array(rows.length * targets);
  const { width } = features;
  for (let start = 0; start < rows.length; start += batchSize) {
    const end = Math.min(start + batchSize, rows.length);
    const wanted = augment.apply(
      x.subarray(start * width, end * width),
      plain.slice(start, end),
      firstStep + start / batchSize,
    );
    y.set(wanted, start * targets);
  }
  return { x, y, targets };
}

import { StrongroomError } from '../../contract/errors';
import type { Fitted } from '../features/fitted';

/**
 * The simplest answer, from training rows: the share of each class, or the mean.
 * @param target raw, of rows that can be learned: see `hostTarget`.
 */
export function fitBaseline(fitted: Fitted, target: Float32Array): number[] {
  if (fitted.target.kind === 'number') return [fitted.target.mean];
  const counts = new Array<number>(fitted.target.classes.length).fill(0);
  for (const index of target) counts[index] = (counts[index] ?? 0) + 1;
  return counts.map((count) => count / target.length);
}

/** The simplest answer as scores of `rows` rows: [rows, baseline.length]. */
export function baselineScores(baseline: readonly number[], rows: number): Float64Array {
  if (baseline.length === 0) throw new StrongroomError('MODEL_DAMAGED', 'The model holds no baseline.');
  return Float64Array.from({ length: rows * baseline.length }, (_, i) => baseline[i % baseline.length] ?? 0);
}

/** Rows a step for a number of training rows: [below how many rows, batch size]. Source: TabArena's TabM. */
const sizes: readonly (readonly [number, number])[] = [
  [2_800, 32],
  [4_500, 64],
  [6_400, 128],
  [32_000, 256],
];
const largestSize = 512;

/** The batch size for so many training rows, when the recipe does not say one. */
export function defaultBatchSize(rows: number): number {
  return sizes.find(([below]) => rows < below)?.[1] ?? largestSize;
}

/** How an epoch is stepped through. */
export interface Batches {
  steps: number;
  /** Rows of each step. */
  size: number;
}

/**
 * Splits an epoch into batches of one size, as near below `wanted` as leaves the fewest rows out (fewer than there
 * are steps). One size, because a compiled step has fixed shapes; the rows left out differ in each epoch.
 */
export function planBatches(rows: number, wanted: number): Batches {
  const steps = Math.ceil(rows / Math.min(wanted, rows));
  return { steps, size: Math.floor(rows / steps) };
}

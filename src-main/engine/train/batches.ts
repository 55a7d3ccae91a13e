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

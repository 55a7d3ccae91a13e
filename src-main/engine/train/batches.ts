/** How an epoch is stepped through. */
export interface Batches {
  steps: number;
  /** Rows of each step but the last, which has what remains. */
  size: number;
}

/**
 * Splits an epoch into batches of one size, at most `wanted`, such that the last one has as few rows less than the
 * others as can be: fewer than there are steps. Every row counts in every epoch.
 */
export function planBatches(rows: number, wanted: number): Batches {
  const steps = Math.ceil(rows / Math.min(wanted, rows));
  return { steps, size: Math.ceil(rows / steps) };
}

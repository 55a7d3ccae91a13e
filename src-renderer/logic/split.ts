/** Shares of rows for training, validation and test; they add up to 1. */
export interface Shares {
  validation: number;
  test: number;
}

const smallest = 0.01;
const largest = 0.5;
const smallestTraining = 0.1;
const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** The shares after the border between training and validation was moved; the test rows stay. */
export function moveFirst({ test }: Shares, border: number): Shares {
  const end = 1 - test;
  const most = Math.min(largest, end - smallestTraining);
  return { validation: hundredth(Math.min(most, Math.max(smallest, end - border))), test };
}

/** The shares after the border between validation and test was moved; the training rows stay. */
export function moveSecond({ validation, test }: Shares, border: number): Shares {
  const held = validation + test;
  const lowest = Math.max(smallest, held - largest);
  const most = Math.min(largest, held - smallest);
  const next = hundredth(Math.min(most, Math.max(lowest, 1 - border)));
  return { test: next, validation: hundredth(held - next) };
}

import type { RegressionMetric } from './metric';

/** Mean absolute error: mean of |actual - predicted|, in the target's units. */
export const mae = {
  name: 'mae',
  title: 'Mean absolute error',
  task: 'regression',
  direction: 'lower',
  compute({ actual, predicted }) {
    let sum = 0;
    for (let row = 0; row < actual.length; row++) sum += Math.abs((actual[row] ?? 0) - (predicted[row] ?? 0));
    return sum / actual.length;
  },
} as const satisfies RegressionMetric;

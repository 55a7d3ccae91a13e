import type { RegressionMetric } from './metric';

/** Root mean squared error: sqrt(mean of (actual - predicted)^2), in the target's units. */
export const rmse = {
  name: 'rmse',
  title: 'Root mean squared error',
  task: 'regression',
  direction: 'lower',
  compute({ actual, predicted }) {
    let sum = 0;
    for (let row = 0; row < actual.length; row++) sum += ((actual[row] ?? 0) - (predicted[row] ?? 0)) ** 2;
    return Math.sqrt(sum / actual.length);
  },
} as const satisfies RegressionMetric;

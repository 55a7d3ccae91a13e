import type { RegressionMetric } from './metric';

/**
 * Coefficient of determination: 1 - sum (actual - predicted)^2 / sum (actual - mean of actual)^2. When all actual
 * values are equal: 1 if every prediction is right, else 0, as scikit-learn's r2_score has it.
 */
export const r2 = {
  name: 'r2',
  title: 'R²',
  task: 'regression',
  direction: 'higher',
  compute({ actual, predicted }) {
    let total = 0;
    for (let row = 0; row < actual.length; row++) total += actual[row] ?? 0;
    const mean = total / actual.length;
    let residual = 0;
    let spread = 0;
    for (let row = 0; row < actual.length; row++) {
      const value = actual[row] ?? 0;
      residual += (value - (predicted[row] ?? 0)) ** 2;
      spread += (value - mean) ** 2;
    }
    if (spread === 0) return residual === 0 ? 1 : 0;
    return 1 - residual / spread;
  },
} as const satisfies RegressionMetric;

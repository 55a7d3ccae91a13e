import type { ClassificationMetric } from './metric';

/**
 * Mean of -ln p(actual), with p held in [eps, 1 - eps] where eps is that of float64, as scikit-learn's log_loss has
 * it. A row of a class that training never saw has probability 0 for it, and so adds -ln eps, about 36.
 */
export const logLoss = {
  name: 'log_loss',
  title: 'Log loss',
  task: 'classification',
  direction: 'lower',
  compute({ classes, actual, probabilities }) {
    let sum = 0;
    for (let row = 0; row < actual.length; row++) {
      const index = actual[row] ?? -1;
      const probability = index < 0 ? 0 : (probabilities[row * classes + index] ?? 0);
      sum -= Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability)));
    }
    return sum / actual.length;
  },
} as const satisfies ClassificationMetric;

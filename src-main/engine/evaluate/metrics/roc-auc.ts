import { areaUnderRoc, rankingSteps } from '../ranking';
import type { ClassificationMetric } from './metric';

/**
 * Area under the ROC curve. Two classes: of the second one. More: one against the rest, plain mean. Null when some
 * class is absent from the rows, or is all there is. Rows of unseen classes are negative for every class.
 */
export const rocAuc = {
  name: 'roc_auc',
  title: 'ROC AUC',
  task: 'classification',
  direction: 'higher',
  compute({ classes, actual, probabilities }) {
    const positives = classes === 2 ? [1] : Array.from({ length: classes }, (_, index) => index);
    let sum = 0;
    for (const positive of positives) {
      const area = areaUnderRoc(
        rankingSteps(
          (row) => actual[row] === positive,
          (row) => probabilities[row * classes + positive] ?? 0,
          actual.length,
        ),
      );
      if (area === null) return null;
      sum += area;
    }
    return sum / positives.length;
  },
} as const satisfies ClassificationMetric;

import type { ClassificationMetric, ClassifiedRows } from './metric';

/** 2 TP / (2 TP + FP + FN) of one class; 0 where it is neither actual nor predicted. */
function f1Of(positive: number, { actual, predicted }: ClassifiedRows): { score: number; present: boolean } {
  let both = 0;
  let either = 0;
  for (let row = 0; row < actual.length; row++) {
    const isActual = actual[row] === positive;
    const isPredicted = predicted[row] === positive;
    if (isActual && isPredicted) both += 1;
    either += Number(isActual) + Number(isPredicted);
  }
  return { score: either === 0 ? 0 : (2 * both) / either, present: either > 0 };
}

/**
 * Two classes: F1 of the second one (the positive one). More: the plain mean over the classes that are actual or
 * predicted in these rows, as scikit-learn's f1_score(average="macro") has it.
 */
export const f1 = {
  name: 'f1',
  title: 'F1',
  task: 'classification',
  direction: 'higher',
  compute(rows) {
    if (rows.classes === 2) return f1Of(1, rows).score;
    const scores = Array.from({ length: rows.classes }, (_, index) => f1Of(index, rows));
    const present = scores.filter((entry) => entry.present);
    return present.length === 0 ? 0 : present.reduce((sum, { score }) => sum + score, 0) / present.length;
  },
} as const satisfies ClassificationMetric;

import type { ClassificationMetric } from './metric';

/** Share of rows whose most probable class is the actual one. A class that training never saw counts as wrong. */
export const accuracy = {
  name: 'accuracy',
  title: 'Accuracy',
  task: 'classification',
  direction: 'higher',
  compute({ actual, predicted }) {
    let right = 0;
    for (let row = 0; row < actual.length; row++) if (actual[row] === predicted[row]) right += 1;
    return right / actual.length;
  },
} as const satisfies ClassificationMetric;

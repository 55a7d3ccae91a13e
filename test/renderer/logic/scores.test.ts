import { describe, expect, test } from 'vitest';
import type { EpochPoint, Metrics } from '../../../src-main/contract';
import {
  beatsBaseline,
  cautions,
  headline,
  memorised,
  metricRows,
  rightRows,
  verdict,
} from '../../../src-renderer/logic/scores';

const good = { accuracy: 0.97, f1: 0.96, roc_auc: null, log_loss: 0.1 };
const simplest = { accuracy: 0.44, f1: 0.2, roc_auc: 0.5, log_loss: 1.05 };
const fit = { rmse: 3.057, mae: 2.134, r2: 0.8488 };
const mean = { rmse: 7.864, mae: 6.566, r2: -0.0007 };

describe('scores', () => {
  const counts = rightRows({
    confusion: [
      [30, 0, 0],
      [1, 13, 0],
      [0, 0, 25],
    ],
    classes: ['Adelie', 'Chinstrap', 'Gentoo'],
    baseline: { ...simplest, accuracy: 30 / 69 },
  });

  test('in words, for classes, by the rows of the confusion matrix', () => {
    expect(verdict(good, simplest, { target: 'Species', counts })).toBe(
      '68 of 69 right; always answering Adelie would be right for 30.',
    );
  });

  test('the simplest answer is that of the training rows, also when the test rows have more of another', () => {
    const confusion = [
      [3, 1],
      [2, 4],
    ];
    const told = rightRows({ confusion, classes: ['no', 'yes'], baseline: { ...simplest, accuracy: 0.4 } });
    expect(told).toEqual({ right: 7, rows: 10, always: 'no', alwaysRight: 4 });
  });

  test('without counts there are shares', () => {
    expect(verdict(good, simplest, { target: 'y', counts: null })).toMatch(/^97 % right/);
  });

  test('in words, for numbers', () => {
    expect(verdict(fit, mean, { target: 'Miles', counts: null })).toBe(
      'Predictions of Miles are off by 2.13 on average; always answering the mean would be off by 6.57.',
    );
  });

  test('every metric is listed beside its baseline, also one that is not defined', () => {
    expect(metricRows(good, simplest).map(({ name, value }) => [name, value])).toEqual([
      ['accuracy', '0.9700'],
      ['f1', '0.9600'],
      ['roc_auc', 'not defined'],
      ['log_loss', '0.1000'],
    ]);
    expect(metricRows(fit, mean).map(({ baseline }) => baseline)).toEqual(['7.864', '6.566', '\u22120.0007']);
  });

  test('better than the simplest answer, or not', () => {
    expect(beatsBaseline(good, simplest)).toBe(true);
    expect(beatsBaseline(simplest, simplest)).toBe(false);
    expect(beatsBaseline(fit, mean)).toBe(true);
    expect(beatsBaseline(mean, fit)).toBe(false);
  });

  test('one score stands for a run', () => {
    expect(headline(good)).toEqual({ title: 'Accuracy', value: '97 %' });
    expect(headline(fit)).toEqual({ title: 'R\u00b2', value: '0.8488' });
  });

  /** A history whose validation loss is best at an epoch and then rises to a multiple of it. */
  const history = (epochs: number, best: number, last: number): EpochPoint[] =>
    Array.from({ length: epochs }, (_, i) => ({
      epoch: i + 1,
      trainLoss: 1 / (i + 1),
      validationLoss:
        i + 1 <= best ? 2 - (i + 1) / best : 1 + ((last - 1) * (i + 1 - best)) / (epochs - best),
      validationScore: 0.5,
    }));
  const run = (metrics: Metrics, baseline: Metrics, points: EpochPoint[], bestEpoch: number) => ({
    evaluation: {
      rows: 69,
      metrics,
      baseline,
      classes: null,
      confusion: null,
      roc: null,
      scatter: null,
      importance: [],
    },
    history: points,
    bestEpoch,
  });

  test.each([
    [30, 5, 1.5, true],
    [30, 5, 1.1, false],
    [30, 15, 1.5, false],
    [30, 30, 1, false],
  ])(
    'of %d epochs the best is %d and the last loss %d times the best: by heart %s',
    (epochs, best, last, is) => expect(memorised(history(epochs, best, last), best)).toBe(is),
  );

  test('a good run needs no caution', () => {
    expect(cautions(run(good, simplest, history(30, 25, 1.05), 25))).toEqual([]);
  });

  test('a model that only ranks well is not called useless', () => {
    const ranking = { accuracy: 0.8, f1: 0, roc_auc: 0.78, log_loss: 0.41 };
    const [words] = cautions(
      run(ranking, { accuracy: 0.8, f1: 0, roc_auc: 0.5, log_loss: 0.5 }, history(30, 25, 1), 25),
    );
    expect(words).toMatch(/no more often.*ROC AUC 0\.7800 against 0\.5000.*log loss 0\.4100 against 0\.5000/);
  });

  test('a model that is no better at all is called so; longer training is not advised once it learned by heart', () => {
    const [words] = cautions(run(simplest, simplest, history(30, 25, 1), 25));
    expect(words).toMatch(/no better than the simplest answer.*longer training/);
    const both = cautions(run(simplest, simplest, history(30, 5, 1.5), 5));
    expect(both.join(' ')).toMatch(/no better.*After epoch 5 .*Fewer units/);
    expect(both.join(' ')).not.toContain('longer training');
  });
});

import { describe, expect, test } from 'vitest';
import { beatsBaseline, headline, metricRows, verdict } from '../../../src-renderer/logic/scores';

const good = { accuracy: 0.97, f1: 0.96, roc_auc: null, log_loss: 0.1 };
const simplest = { accuracy: 0.44, f1: 0.2, roc_auc: 0.5, log_loss: 1.05 };
const fit = { rmse: 3.057, mae: 2.134, r2: 0.8488 };
const mean = { rmse: 7.864, mae: 6.566, r2: -0.0007 };

describe('scores', () => {
  test('in words, for classes', () => {
    expect(verdict(good, simplest, { target: 'Species', mostFrequent: 'Adelie' })).toBe(
      '97 of 100 right; always answering Adelie would be right for 44.',
    );
  });

  test('a score just below perfect is not called perfect', () => {
    const words = verdict({ ...good, accuracy: 0.998 }, simplest, { target: 'y', mostFrequent: null });
    expect(words).toMatch(/^99\.8 of 100 right/);
  });

  test('in words, for numbers', () => {
    expect(verdict(fit, mean, { target: 'Miles', mostFrequent: null })).toBe(
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
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probabilitiesOf, sigmoid } from '../../../../src-main/engine/evaluate/calibration/apply';
import { pooled } from '../../../../src-main/engine/evaluate/calibration/isotonic';
import { fitPlatt } from '../../../../src-main/engine/evaluate/calibration/platt';
import { fitTemperature } from '../../../../src-main/engine/evaluate/calibration/temperature';
import { reliabilityOf } from '../../../../src-main/engine/evaluate/reliability';
import { allCuts, decide, thresholdBy } from '../../../../src-main/engine/evaluate/threshold';
import { logLoss } from '../../../../src-main/engine/evaluate/metrics/log-loss';

interface BinaryCase {
  outputs: number[];
  actual: number[];
  platt: { slope: number; intercept: number; probabilities: number[] };
  isotonic: { at: number[]; shares: number[] };
  temperature: number;
  reliability: { predicted: number[]; actual: number[]; error: number };
  thresholds: { f1: number; youden: number; cost: number };
}

const reference = JSON.parse(
  readFileSync(new URL('../../../fixtures/calibration/scikit-learn.json', import.meta.url), 'utf8'),
) as {
  binary: BinaryCase[];
  several: { outputs: number[]; actual: number[]; temperature: number; logLoss: number; error: number };
};

const rowsOf = ({ outputs, actual }: { outputs: number[]; actual: number[] }, classes: number) => ({
  outputs: Float64Array.from(outputs),
  actual: Int32Array.from(actual),
  classes,
});

describe.each(reference.binary.map((one) => [`${String(one.actual.length)} rows`, one] as const))(
  'two classes, %s, as scikit-learn has it',
  (_, one) => {
    const rows = rowsOf(one, 2);

    it('Platt scaling', () => {
      const fitted = fitPlatt(rows);
      if (fitted.kind !== 'platt') throw new TypeError(fitted.kind);
      expect(fitted.slope).toBeCloseTo(one.platt.slope, 3);
      expect(fitted.intercept).toBeCloseTo(one.platt.intercept, 3);
      const given = probabilitiesOf(rows.outputs, 2, fitted);
      one.platt.probabilities.forEach((wanted, row) => expect(given[2 * row + 1]).toBeCloseTo(wanted, 4));
    });

    it('isotonic regression', () => {
      const blocks = pooled(rows.outputs, rows.actual);
      one.isotonic.at.forEach((output, place) => {
        const block = blocks.find(({ from, to }) => output >= from && output <= to);
        expect(block?.share).toBeCloseTo(one.isotonic.shares[place] ?? Number.NaN, 6);
      });
    });

    it('a temperature', () => {
      const fitted = fitTemperature(rows);
      expect(fitted).toMatchObject({ kind: 'temperature' });
      if (fitted.kind === 'temperature') expect(fitted.temperature / one.temperature).toBeCloseTo(1, 3);
    });

    const probabilities = probabilitiesOf(rows.outputs, 2, null);
    const second = Float64Array.from(rows.outputs, sigmoid);

    it('the reliability curve and its error', () => {
      const predicted = decide(probabilities, 2, null);
      const found = reliabilityOf(['no', 'yes'], {
        classes: 2,
        actual: rows.actual,
        predicted,
        probabilities,
      });
      expect(found.class).toBe('yes');
      expect(found.error).toBeCloseTo(one.reliability.error, 9);
      found.bins.forEach((bin, place) => {
        expect(bin.predicted).toBeCloseTo(one.reliability.predicted[place] ?? Number.NaN, 9);
        expect(bin.actual).toBeCloseTo(one.reliability.actual[place] ?? Number.NaN, 9);
      });
      expect(found.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.actual.length);
    });

    it('the best thresholds', () => {
      const cuts = allCuts((row) => rows.actual[row] === 1, second);
      const outcome = (threshold: number | null) => {
        const chosen = decide(probabilities, 2, threshold);
        let [found, alarms] = [0, 0];
        chosen.forEach((place, row) => {
          if (place === 1 && rows.actual[row] === 1) found += 1;
          if (place === 1 && rows.actual[row] === 0) alarms += 1;
        });
        return { found, alarms };
      };
      const f1 = outcome(thresholdBy({ rule: 'f1' }, cuts));
      expect((2 * f1.found) / (f1.found + f1.alarms + cuts.positives)).toBeCloseTo(one.thresholds.f1, 12);
      const youden = outcome(thresholdBy({ rule: 'youden' }, cuts));
      expect(youden.found / cuts.positives - youden.alarms / cuts.negatives).toBeCloseTo(
        one.thresholds.youden,
        12,
      );
      const cost = outcome(thresholdBy({ rule: 'cost', falseAlarm: 1, miss: 5 }, cuts));
      expect(cost.alarms + 5 * (cuts.positives - cost.found)).toBe(one.thresholds.cost);
    });
  },
);

describe('several classes, as scikit-learn has it', () => {
  const { several } = reference;
  const rows = rowsOf(several, 4);

  it('one temperature', () => {
    const fitted = fitTemperature(rows);
    if (fitted.kind === 'temperature') expect(fitted.temperature / several.temperature).toBeCloseTo(1, 3);
    expect(fitted.kind).toBe('temperature');
  });

  it('log loss and the calibration error of the chosen class', () => {
    const probabilities = probabilitiesOf(rows.outputs, 4, null);
    const all = { classes: 4, actual: rows.actual, predicted: decide(probabilities, 4, null), probabilities };
    expect(logLoss.compute(all)).toBeCloseTo(several.logLoss, 5);
    const found = reliabilityOf([], all);
    expect(found.class).toBeNull();
    expect(found.error).toBeCloseTo(several.error, 5);
  });
});

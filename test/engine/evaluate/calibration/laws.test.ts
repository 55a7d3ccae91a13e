import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibration } from '../../../../src-main/contract/schemas/class-decision';
import { probabilitiesOf, sigmoid } from '../../../../src-main/engine/evaluate/calibration/apply';
import { calibrate } from '../../../../src-main/engine/evaluate/calibration/choose';
import { fitIsotonic } from '../../../../src-main/engine/evaluate/calibration/isotonic';
import { allCuts, decide, thinnedCuts, thresholdBy } from '../../../../src-main/engine/evaluate/threshold';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { calibrated } from '../../../../src-main/engine/model/calibrate';
import { Random } from '../../../../src-main/engine/random';

beforeAll(startTensors);

/** Rows whose outputs are `sharpness` times what they should be. */
function rowsOf(count: number, sharpness: number, classes = 2, seed = 1) {
  const random = new Random(seed, 'calibration');
  const width = classes === 2 ? 1 : classes;
  const outputs = new Float64Array(count * width);
  const actual = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const truth = Array.from({ length: width }, () => 2 * random.normal());
    truth.forEach((value, k) => (outputs[row * width + k] = sharpness * value));
    const probabilities = probabilitiesOf(Float64Array.from(truth), classes, null);
    let left = random.next();
    let place = 0;
    while (place < classes - 1 && left >= (probabilities[place] ?? 0)) left -= probabilities[place++] ?? 0;
    actual[row] = place;
  }
  return { outputs, actual, classes };
}

const own = (rows: ReturnType<typeof rowsOf>): Float64Array =>
  probabilitiesOf(rows.outputs, rows.classes, null);

describe('choosing a calibration by itself', () => {
  it('leaves probabilities alone that are right already', () => {
    const rows = rowsOf(2000, 1);
    const { calibration, evidence, reason } = calibrate(rows, own(rows), 'auto', 1);
    expect(calibration).toBeNull();
    expect(evidence?.rows).toBe(2000);
    expect(reason).toMatch(/^Not calibrated: the probabilities are as good/);
  });

  it.each([2, 4])('tames a network of %i classes that is too sure', (classes) => {
    const rows = rowsOf(2000, 4, classes);
    const { calibration, evidence } = calibrate(rows, own(rows), 'auto', 1);
    expect(calibration).not.toBeNull();
    const later = rowsOf(5000, 4, classes, 2);
    const loss = (probabilities: Float64Array): number =>
      later.actual.reduce((sum, place, row) => sum - Math.log(probabilities[row * classes + place] ?? 0), 0) /
      5000;
    const [before, after] = [own(later), probabilitiesOf(later.outputs, classes, calibration)].map(loss);
    expect(after).toBeLessThan((before ?? 0) - 0.1);
    expect(evidence?.after?.error).toBeLessThan((evidence?.before.error ?? 0) / 2);
  });

  it('does nothing where there are too few rows, and says so', () => {
    const rows = rowsOf(40, 4);
    expect(calibrate(rows, own(rows), 'auto', 1)).toMatchObject({ calibration: null, evidence: null });
    expect(() => calibrate(rows, own(rows), 'platt', 1)).toThrow(/too few rows/);
  });

  it('refuses what is for two classes only', () => {
    const rows = rowsOf(400, 4, 3);
    expect(() => calibrate(rows, own(rows), 'isotonic', 1)).toThrow(/two classes only/);
  });
});

describe('laws', () => {
  const finite = fc.double({ min: -30, max: 30, noNaN: true });

  it('tensors give what numbers give', () => {
    const curve = fc
      .array(fc.tuple(finite, fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 12 })
      .map((points): Calibration => {
        const outputs = [...new Set(points.map(([at]) => Math.round(at * 10) / 10))].sort((a, b) => a - b);
        const probabilities = points
          .map(([, p]) => p)
          .sort((a, b) => a - b)
          .slice(0, outputs.length);
        while (probabilities.length < outputs.length) probabilities.push(1);
        return { kind: 'isotonic', outputs, probabilities };
      });
    const any = fc.oneof(
      curve,
      fc.record({
        kind: fc.constant('platt' as const),
        slope: fc.double({ min: 0, max: 3, noNaN: true }),
        intercept: finite,
      }),
      fc.record({
        kind: fc.constant('temperature' as const),
        temperature: fc.double({ min: 0.2, max: 20, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(any, fc.array(finite, { minLength: 1, maxLength: 20 }), (calibration, outputs) => {
        const wanted = probabilitiesOf(Float64Array.from(outputs, Math.fround), 2, calibration);
        const given = tf.tidy(() =>
          calibrated(tf.tensor2d(outputs, [outputs.length, 1]), calibration).dataSync(),
        );
        // A stretch of a tenth may rise by 1: ten times what float32 loses of the output.
        wanted.forEach((value, place) => expect(given[place]).toBeCloseTo(value, 4));
      }),
    );
  });

  it('isotonic curves ascend, gently, and never promise 0 or 1', () => {
    const row = fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 200 }), (rows) => {
        const outputs = Float64Array.from(rows, ([z]) => z);
        const fitted = fitIsotonic({
          outputs,
          actual: Int32Array.from(rows, ([, yes]) => Number(yes)),
          classes: 2,
        });
        if (fitted.kind !== 'isotonic') throw new TypeError(fitted.kind);
        fitted.probabilities.forEach((p, place) => {
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThan(1);
          if (place === 0) return;
          const [rise, run] = [
            p - (fitted.probabilities[place - 1] ?? 0),
            (fitted.outputs[place] ?? 0) - (fitted.outputs[place - 1] ?? 0),
          ];
          expect(rise).toBeGreaterThanOrEqual(0);
          expect(rise).toBeLessThanOrEqual(2 * run + 1e-9);
        });
      }),
    );
  });

  it('a threshold is the best of all by its rule', () => {
    const row = fc.tuple(fc.double({ min: -4, max: 4, noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (rows, miss) => {
          const positive = (at: number): boolean => rows[at]?.[1] === true;
          const second = Float32Array.from(rows, ([z]) => sigmoid(z));
          const cuts = allCuts(positive, second);
          const scores = Float32Array.from(rows.flatMap((_, at) => [1 - (second[at] ?? 0), second[at] ?? 0]));
          const cost = (threshold: number): number =>
            decide(scores, 2, threshold).reduce(
              (sum, place, at) =>
                sum + (place === 1 && !positive(at) ? 1 : place === 0 && positive(at) ? miss : 0),
              0,
            );
          const found = thresholdBy({ rule: 'cost', falseAlarm: 1, miss }, cuts);
          const least = Math.min(...[0.000001, ...second, 0.999999].map(cost));
          expect(cost(found ?? 0.5)).toBe(least);
          expect(thinnedCuts(cuts)).toEqual(cuts);
        },
      ),
    );
  });
});

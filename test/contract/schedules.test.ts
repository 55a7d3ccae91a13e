import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateFactor } from '../../src-main/contract/planning';
import { scheduleSchema, schedules } from '../../src-main/contract/schemas/training';
import { keras } from '../engine/learning/fixture';

const places = Array.from({ length: 11 }, (_, index) => index * 10);

describe('as Keras has them', () => {
  test.each([
    ['cosine', { finalShare: 0.05 }, keras.schedules.cosine],
    ['exponential', { finalShare: 0.05 }, keras.schedules.exponential],
    ['step', { everyEpochs: 30, factor: 0.4 }, keras.schedules.step],
  ] as const)('%s', (kind, options, expected) => {
    const schedule = scheduleSchema.parse({ kind, ...options });
    places.forEach((epoch, index) =>
      expect(rateFactor(schedule, epoch, 100)).toBeCloseTo(expected[index] ?? Number.NaN, 6),
    );
  });
});

test('one cycle as PyTorch has it', () => {
  // OneCycleLR with cosine annealing: from max / 25 up over 0.3 of the steps, then down to a ten thousandth of that.
  const schedule = scheduleSchema.parse({ kind: 'one-cycle' });
  expect(rateFactor(schedule, 0, 100)).toBeCloseTo(0.04, 9);
  expect(rateFactor(schedule, 30, 100)).toBeCloseTo(1, 9);
  expect(rateFactor(schedule, 15, 100)).toBeCloseTo((0.04 + 1) / 2, 9);
  expect(rateFactor(schedule, 65, 100)).toBeCloseTo((1 + 0.000_004) / 2, 9);
  expect(rateFactor(schedule, 100, 100)).toBeCloseTo(0.000_004, 9);
});

test('a warm-up rises in a line, then the schedule begins', () => {
  const warm = scheduleSchema.parse({ kind: 'cosine', warmUpEpochs: 10, finalShare: 0.1 });
  const cold = scheduleSchema.parse({ kind: 'cosine', finalShare: 0.1 });
  expect(rateFactor(warm, 5, 110)).toBeCloseTo(0.5, 9);
  for (const epoch of [0, 30, 77, 100])
    expect(rateFactor(warm, epoch + 10, 110)).toBeCloseTo(rateFactor(cold, epoch, 100), 9);
  // A warm-up longer than training is a warm-up throughout.
  expect(rateFactor({ ...warm, warmUpEpochs: 500 }, 50, 100)).toBeCloseTo(0.5, 9);
});

test('whatever the settings, the rate stays above zero and at most what was asked for', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...schedules),
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      (kind, warmUpEpochs, epochs, share) => {
        const schedule = scheduleSchema.parse({ kind, warmUpEpochs, everyEpochs: 7, finalShare: share });
        for (let step = 0; step < 40; step++) {
          const factor = rateFactor(schedule, ((step + 0.5) / 40) * epochs, epochs);
          expect(factor).toBeGreaterThan(0);
          expect(factor).toBeLessThanOrEqual(1 + 1e-12);
        }
      },
    ),
  );
});

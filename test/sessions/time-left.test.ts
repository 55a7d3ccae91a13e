import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimeLeft } from '../../src-main/sessions/time-left';

/** Feeds fractions at given seconds and gives the last answer. */
function feed(points: readonly (readonly [number, number | null])[]): number | null {
  let now = 0;
  const timeLeft = new TimeLeft(() => now);
  let answer: number | null = null;
  for (const [second, fraction] of points) {
    now = second;
    answer = timeLeft.update(fraction);
  }
  return answer;
}

test('steady work ends when its rate says', () => {
  expect(feed([0, 1, 2, 3, 4].map((second) => [second, second / 10] as const))).toBeCloseTo(6, 6);
});

test('nothing is said at the start, nor of an end that cannot be known', () => {
  expect(feed([[0, 0]])).toBeNull();
  expect(
    feed([
      [0, 0],
      [0.2, 0.1],
    ]),
  ).toBeNull();
  expect(
    feed([
      [0, 0],
      [2, null],
    ]),
  ).toBeNull();
});

test('a fraction that falls back begins a new estimate', () => {
  expect(
    feed([
      [0, 0],
      [5, 0.9],
      [6, 0],
      [8, 0.5],
    ]),
  ).toBeCloseTo(2, 6);
});

test('law: never negative, always finite', () => {
  const steps = fc.array(
    fc.tuple(fc.double({ min: 0.01, max: 10, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  );
  fc.assert(
    fc.property(steps, (list) => {
      let second = 0;
      const answer = feed(list.map(([pause, fraction]) => [(second += pause), fraction] as const));
      expect(answer === null || (Number.isFinite(answer) && answer >= 0)).toBe(true);
    }),
  );
});

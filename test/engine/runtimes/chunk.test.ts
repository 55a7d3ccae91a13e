import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkSize } from '../../../src-main/engine/runtimes/chunk';

/** Runs of a machine on which a step takes so long, for a while; returns their lengths. */
function runsOf(millisecondsPerStep: number, bytesPerStep = 1, runs = 12): number[] {
  const chunk = new ChunkSize(bytesPerStep);
  return Array.from({ length: runs }, () => {
    const steps = chunk.next(1e9);
    chunk.took(steps, steps * millisecondsPerStep);
    return steps;
  });
}

test('runs grow to 150 milliseconds, however long a step takes', () => {
  expect(runsOf(0.1).at(-1)).toBe(1500);
  expect(runsOf(1).at(-1)).toBe(150);
  expect(runsOf(70).at(-1)).toBe(2);
  expect(runsOf(5000).at(-1)).toBe(1);
});

test('one measurement does not make the next run very long', () => {
  expect(runsOf(0)).toEqual([
    4,
    32,
    256,
    2048,
    16_384,
    131_072,
    ...Array<number>(6).fill(expect.any(Number)),
  ]);
});

test('a run takes in no more than 64 MiB, but always one step', () => {
  expect(Math.max(...runsOf(0.001, 2 ** 20))).toBe(64);
  expect(runsOf(0.001, 2 ** 30).at(-1)).toBe(1);
});

test('law: a run has a step at least, and no more than remain', () => {
  const took = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 }), fc.array(took), (bytes, history) => {
      const chunk = new ChunkSize(bytes);
      for (const [remaining, milliseconds] of history) {
        const steps = chunk.next(remaining);
        expect(steps).toBeGreaterThanOrEqual(1);
        expect(steps).toBeLessThanOrEqual(remaining);
        chunk.took(steps, milliseconds);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../src-main/engine/random';

test('law: filling a list draws what drawing one by one would, and leaves the same state', () => {
  const seeds = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(
      seeds,
      fc.nat(300),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seed, length, probability) => {
        const together = new Random(seed, 'mask');
        const single = new Random(seed, 'mask');
        const values = new Float32Array(length);
        together.fillBernoulli(values, probability, 2, -1);
        expect([...values]).toEqual(Array.from(values, () => (single.next() < probability ? 2 : -1)));
        expect(together.uint32()).toBe(single.uint32());
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planBatches } from '../../../src-main/engine/train/batches';

test('every row counts, no batch is larger than asked for, and the last is nearly as large as the others', () => {
  const sizes = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(sizes, sizes, (rows, wanted) => {
      const { steps, size } = planBatches(rows, wanted);
      const last = rows - (steps - 1) * size;
      expect(size).toBeLessThanOrEqual(wanted);
      expect(last).toBeGreaterThan(0);
      expect(size - last).toBeLessThan(Math.max(1, steps));
      expect(steps).toBe(Math.ceil(rows / wanted));
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainInputs } from '../../../src-main/contract/network';
import { augmentationSchema } from '../../../src-main/contract/schemas/augmentation';
import { augmentBatch } from '../../../src-main/engine/augment';
import { beta } from '../../../src-main/engine/augment/mixup';
import { Random } from '../../../src-main/engine/random';

/** Two numbers, the second with a flag, and a category of three slots. */
const features = [
  { start: 0, end: 1 },
  { start: 1, end: 3 },
  { start: 3, end: 6 },
];
const spread = Float32Array.of(2, 0.5, 0, 0, 0, 0);
const width = 6;

function batchOf(rows: number, targets = 1) {
  const random = new Random(1);
  const x = new Float32Array(rows * width);
  const y = new Float32Array(rows * targets);
  for (let row = 0; row < rows; row++) {
    x.set([random.normal() * 2, random.normal(), row % 2], row * width);
    x[row * width + 3 + (row % 3)] = 1;
    y[row * targets + (targets > 1 ? row % targets : 0)] = 1;
  }
  return { x, y, rows, width, targets };
}

function changed(settings: { kind: string } & Record<string, unknown>, rows = 40, step = 0, targets = 1) {
  const before = batchOf(rows, targets);
  const after = { ...before, x: before.x.slice(), y: before.y.slice() };
  augmentBatch(after, [augmentationSchema.parse(settings)], 5, step, {
    features,
    spread,
    inputs: plainInputs(width),
  });
  return { before, after };
}

const cell = ({ x }: { x: Float32Array }, row: number, column: number): number =>
  x[row * width + column] ?? 0;

describe('what changes each batch', () => {
  test('is the same for the same seed and step, another in another step', () => {
    for (const kind of ['noise', 'swap-noise', 'feature-dropout', 'mixup']) {
      expect(changed({ kind }, 40, 3).after).toEqual(changed({ kind }, 40, 3).after);
      expect(changed({ kind }, 40, 4).after.x).not.toEqual(changed({ kind }, 40, 3).after.x);
      expect(changed({ kind, on: false }).after).toEqual(changed({ kind }).before);
    }
  });

  test('noise is normal, by the spread of each number, and leaves all else alone', () => {
    const rows = 20_000;
    const { before, after } = changed({ kind: 'noise', deviation: 0.1 }, rows);
    for (const [column, scale] of spread.entries()) {
      const added = Array.from(
        { length: rows },
        (_, row) => cell(after, row, column) - cell(before, row, column),
      );
      const deviation = Math.sqrt(added.reduce((sum, value) => sum + value * value, 0) / rows);
      const mean = added.reduce((sum, value) => sum + value, 0) / rows;
      // The mean of so many is within five of its standard errors.
      expect(Math.abs(mean)).toBeLessThanOrEqual((5 * 0.1 * scale) / Math.sqrt(rows));
      expect(Math.abs(deviation - 0.1 * scale)).toBeLessThanOrEqual(0.03 * 0.1 * scale);
    }
  });

  test('dropout hides whole features, as often as asked for', () => {
    const rows = 20_000;
    const { before, after } = changed({ kind: 'feature-dropout', share: 0.3 }, rows);
    let hidden = 0;
    for (let row = 0; row < rows; row++) {
      for (const { start, end } of features) {
        const own = Array.from({ length: end - start }, (_, i) => cell(after, row, start + i));
        const was = Array.from({ length: end - start }, (_, i) => cell(before, row, start + i));
        const isHidden = own.every((value) => value === 0);
        if (!isHidden) expect(own).toEqual(was);
        hidden += isHidden ? 1 : 0;
      }
    }
    expect(hidden / rows / 3).toBeCloseTo(0.3, 1);
  });

  test('swap noise gives whole features of other rows, as often as asked for', () => {
    const { before, after } = changed({ kind: 'swap-noise', share: 0.4 }, 500);
    for (const { start, end } of features) {
      const known = new Set<string>();
      const textOf = (batch: { x: Float32Array }, row: number): string =>
        batch.x.subarray(row * width + start, row * width + end).join(' ');
      for (let row = 0; row < 500; row++) known.add(textOf(before, row));
      let moved = 0;
      for (let row = 0; row < 500; row++) {
        expect(known.has(textOf(after, row))).toBe(true);
        if (textOf(after, row) !== textOf(before, row)) moved += 1;
      }
      if (start === 0) expect(moved / 500).toBeCloseTo(0.4, 1);
    }
    expect(after.y).toEqual(before.y);
  });

  test('mixup: every row is on the line between two, by one share for what goes in and what should come out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (step, alpha) => {
          const { before, after } = changed({ kind: 'mixup', alpha }, 12, step, 3);
          const shares = new Set<number>();
          for (let row = 0; row < 12; row++) {
            const y = after.y.subarray(row * 3, row * 3 + 3);
            expect(y.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
            shares.add(Math.round((y[row % 3] ?? 0) * 1e4) / 1e4);
            const lambda = y[row % 3] ?? 0;
            // Where the partner is of another class, its row is known by what is left.
            if (lambda > 0.999 || lambda < 0.001) continue;
            const partner = Array.from(
              { length: width },
              (_, column) => (cell(after, row, column) - lambda * cell(before, row, column)) / (1 - lambda),
            );
            const isRow = Array.from({ length: 12 }, (_, other) => other).some((other) =>
              partner.every(
                (value, column) => Math.abs(value - cell(before, other, column)) < 1e-3 / (1 - lambda),
              ),
            );
            expect(isRow).toBe(true);
          }
          // One share of their own for all rows; those mixed with their own class keep all of it.
          expect([...shares].filter((share) => share < 0.9999).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test.each([0.2, 1, 4])('the shares of mixup are Beta(%f, %f): its mean and variance', (alpha) => {
    const random = new Random(9);
    const draws = Array.from({ length: 20_000 }, () => beta(alpha, random));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5, 1.5);
    // a b / ((a + b)^2 (a + b + 1)) with a = b.
    expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 2);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThanOrEqual(1);
  });
});

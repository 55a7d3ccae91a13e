import { describe, expect, test } from 'vitest';
import { tableInputs, withParts } from '../../../src-main/contract/network';
import { augmentationSchema } from '../../../src-main/contract/schemas/augmentation';
import { augmentBatch } from '../../../src-main/engine/augment';

/** Two columns of a table, then 6 steps of a value, a flag of missing ones, and another value. */
const inputs = withParts(
  tableInputs([
    { name: 'a', place: 0, width: 1, encoding: 'number' },
    { name: 'b', place: 1, width: 1, encoding: 'other' },
  ]),
  [
    {
      name: 'days',
      kind: 'sequence',
      sizes: [6, 3],
      vocabulary: 0,
      columns: [
        { name: 'rain', place: 0, width: 1, encoding: 'number' },
        { name: 'rain', place: 1, width: 1, encoding: 'other' },
        { name: 'wind', place: 2, width: 1, encoding: 'number' },
      ],
    },
  ],
);
const width = 20;

function batchOf(rows: number) {
  const x = Float32Array.from({ length: rows * width }, (_, place) => {
    const column = place % width;
    if (column > 1 && (column - 2) % 3 === 1) return Number(column > 9);
    return Math.sin(place * 1.7) + column;
  });
  return { x, y: new Float32Array(rows), rows, width, targets: 1 };
}

function changed(kind: string, settings: Record<string, number>, rows = 200, step = 1) {
  const before = batchOf(rows);
  const after = { ...before, x: before.x.slice() };
  const features = Array.from({ length: width }, (_, start) => ({ start, end: start + 1 }));
  const one = augmentationSchema.parse({ kind, ...settings });
  augmentBatch(after, [one], 5, step, { features, spread: new Float32Array(width), inputs });
  const rowOf = ({ x }: { x: Float32Array }, row: number) => [...x.subarray(row * width, (row + 1) * width)];
  return Array.from({ length: rows }, (_, row) => ({ before: rowOf(before, row), after: rowOf(after, row) }));
}

describe.each(['jitter', 'scaling', 'window-slice', 'time-warp'])('%s', (kind) => {
  test('changes sequences, and nothing of the table', () => {
    const rows = changed(kind, { rows: 1, strength: 0.4 });
    for (const { before, after } of rows) {
      expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
      expect(after).not.toEqual(before);
    }
  });

  test('changes as many rows as it is asked to, others in another step', () => {
    const which = (step: number) =>
      changed(kind, { rows: 0.3, strength: 0.4 }, 400, step).map(
        ({ before, after }) => String(before) !== String(after),
      );
    const share = which(1).filter(Boolean).length / 400;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
    expect(which(1)).toEqual(which(1));
    expect(which(2)).not.toEqual(which(1));
    expect(changed(kind, { rows: 0 }).every(({ before, after }) => String(before) === String(after))).toBe(
      true,
    );
  });

  test('keeps flags what they are', () => {
    const flags = (row: number[]) => row.slice(2).filter((_, place) => place % 3 === 1);
    for (const { before, after } of changed(kind, { rows: 1, strength: 0.4 })) {
      if (kind === 'jitter' || kind === 'scaling') expect(flags(after)).toEqual(flags(before));
      else for (const flag of flags(after)) expect(flag >= 0 && flag <= 1).toBe(true);
    }
  });
});

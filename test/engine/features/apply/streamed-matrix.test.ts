import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingCode, readFrame, writeFrame } from '../../../../src-main/engine/data/frame';
import type { Frame } from '../../../../src-main/engine/data/frame';
import { FrameReader, memorySource } from '../../../../src-main/engine/data/frame-source';
import type { FrameSource } from '../../../../src-main/engine/data/frame-source';
import { chooseRows } from '../../../../src-main/engine/data/sample-rows';
import { takeFrameRows } from '../../../../src-main/engine/data/take-rows';
import { FeatureMatrix, takeRows } from '../../../../src-main/engine/features/apply/matrix';
import { StreamedMatrix } from '../../../../src-main/engine/features/apply/streamed-matrix';
import type { Fitted } from '../../../../src-main/engine/features/fitted';
import { hostInputs } from '../../../../src-main/engine/features/host';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { Random } from '../../../../src-main/engine/random';
import { temporaryFolder } from '../../../support/table';

const rows = 1003;
const frame: Frame = {
  rows,
  columns: [
    { name: 'x', kind: 'number', values: Float32Array.from({ length: rows }, (_, i) => Math.sin(i) * 30) },
    {
      name: 'c',
      kind: 'text',
      codes: Uint32Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? missingCode : i % 3)),
      dictionary: ['a', 'b', 'c'],
    },
    { name: 'm', kind: 'moment', values: Float64Array.from({ length: rows }, (_, i) => 1.7e9 + i * 4321) },
    { name: 'not an input', kind: 'number', values: new Float32Array(rows) },
  ],
};
const fitted: Fitted = {
  formatVersion: 1,
  task: 'regression',
  features: [
    { column: 'x', kind: 'number', center: 0.3, scale: 0.7, median: 0.1, indicator: true },
    { column: 'c', kind: 'category', vocabulary: ['a', 'b', ''] },
    {
      column: 'm',
      kind: 'moment',
      parts: ['day-of-week', 'hour-of-day'],
      center: 19_700,
      scale: 20,
      median: 1.7e9,
      indicator: false,
    },
  ],
  target: { kind: 'number', column: 'y', mean: 0, deviation: 1 },
};
const pause = async (): Promise<void> => undefined;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: FrameReader;
let kept: FeatureMatrix;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
  await writeFrame(join(folder.path, 'rows.frame'), frame);
  file = FrameReader.open(join(folder.path, 'rows.frame'));
  kept = await FeatureMatrix.make(fitted, hostInputs(fitted, frame), rows, pause);
});
afterAll(async () => {
  file.close();
  await folder.remove();
});

/** Counts what is read, and the most rows read at once. */
function counting(source: FrameSource): FrameSource & { reads: number; most: number } {
  const counted = {
    rows: source.rows,
    names: source.names,
    reads: 0,
    most: 0,
    read(start: number, end: number, names?: readonly string[]): Frame {
      counted.reads += end > start ? 1 : 0;
      counted.most = Math.max(counted.most, end - start);
      return source.read(start, end, names);
    },
  };
  return counted;
}

const index = fc.integer({ min: 0, max: rows - 1 });
const window = fc.record({
  blockRows: fc.integer({ min: 1, max: 200 }),
  poolBlocks: fc.integer({ min: 1, max: 5 }),
});

test('ranges of a file are those of the whole', async () => {
  const whole = memorySource(await readFrame(join(folder.path, 'rows.frame')));
  fc.assert(
    fc.property(index, index, (a, b) => {
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      expect(file.read(start, end)).toEqual(whole.read(start, end));
      expect(file.read(start, end, ['c'])).toEqual(whole.read(start, end, ['c']));
    }),
    { numRuns: 50 },
  );
});

test('a file that is cut short is refused', async () => {
  expect(() => file.read(0, rows + 100_000)).toThrow(expect.objectContaining({ code: 'MODEL_DAMAGED' }));
});

test('every gather and slice gives the bits of the matrix in memory', () => {
  fc.assert(
    fc.property(window, fc.array(index, { maxLength: 300 }), index, index, (shape, list, a, b) => {
      const streamed = new StreamedMatrix(fitted, file, null, shape);
      const indices = Int32Array.from(list);
      expect(streamed.gather(indices)).toEqual(kept.gather(indices));
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      expect(streamed.slice(start, end)).toEqual(kept.slice(start, end));
      expect(streamed.heldBlocks).toBeLessThanOrEqual(2 * shape.poolBlocks);
    }),
    { numRuns: 60 },
  );
});

test('a choice of rows gives the bits of those rows', async () => {
  const chosen = chooseRows(rows, 200, new Random(3));
  const streamed = new StreamedMatrix(fitted, file, chosen, { blockRows: 17, poolBlocks: 2 });
  const taken = await FeatureMatrix.make(fitted, takeRows(hostInputs(fitted, frame), chosen), 200, pause);
  const order = new Random(5).shuffle(Int32Array.from({ length: 200 }, (_, i) => i));
  expect(streamed.rows).toBe(200);
  expect(streamed.gather(order)).toEqual(taken.gather(order));
});

test('an epoch visits every row once, reads every block once and holds two pools', () => {
  fc.assert(
    fc.property(window, fc.integer({ min: 1, max: 64 }), fc.nat(), (shape, batch, seed) => {
      const source = counting(file);
      const streamed = new StreamedMatrix(fitted, source, null, shape);
      const order = new Int32Array(rows).map((_, row) => row);
      streamed.shuffle(order, new Random(seed));
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row));
      for (let start = 0; start < rows; start += batch) {
        streamed.gather(order.subarray(start, start + batch));
        expect(streamed.heldBlocks).toBeLessThanOrEqual(2 * shape.poolBlocks);
      }
      expect(source.reads).toBe(Math.ceil(rows / shape.blockRows));
      expect(source.most).toBeLessThanOrEqual(shape.blockRows);
    }),
    { numRuns: 25 },
  );
});

test('a seed repeats its order; rows of a pool come from distant blocks and are mixed', () => {
  const streamed = new StreamedMatrix(fitted, file, null, { blockRows: 10, poolBlocks: 4 });
  const orderOf = (seed: number): Int32Array => {
    const order = new Int32Array(rows);
    streamed.shuffle(order, new Random(seed));
    return order;
  };
  expect(orderOf(1)).toEqual(orderOf(1));
  expect(orderOf(1)).not.toEqual(orderOf(2));
  const pool = orderOf(1).slice(0, 40);
  expect(new Set(pool.map((row) => Math.floor(row / 10))).size).toBe(4);
  expect(new Set(pool.slice(0, 12).map((row) => Math.floor(row / 10))).size).toBeGreaterThan(1);
});

test('in memory the order is the plain shuffle', () => {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  kept.shuffle(order, new Random(9, 'order of rows'));
  const plain = new Random(9, 'order of rows').shuffle(Int32Array.from({ length: rows }, (_, row) => row));
  expect(order).toEqual(plain);
});

test('rows are taken from a source without reading far more than one piece', () => {
  const wide: FrameSource = {
    rows: 10_000_000,
    names: ['x'],
    read: (start, end) => ({
      rows: end - start,
      columns: [
        {
          name: 'x',
          kind: 'number',
          values: Float32Array.from({ length: end - start }, (_, i) => start + i),
        },
      ],
    }),
  };
  const source = counting(wide);
  const taken = takeFrameRows(source, Int32Array.of(3, 16_386, 16_387, 9_999_999));
  expect(taken.columns[0]).toMatchObject({ values: Float32Array.of(3, 16_386, 16_387, 9_999_999) });
  expect(source.most).toBeLessThanOrEqual(16_384);
});

test('a seeded choice of rows is ascending, without repetition, and even', () => {
  const counts = new Uint32Array(20);
  for (let seed = 0; seed < 2000; seed++) {
    const chosen = chooseRows(20, 5, new Random(seed, 'choice'));
    expect(new Set(chosen).size).toBe(5);
    expect([...chosen].sort((a, b) => a - b)).toEqual([...chosen]);
    for (const row of chosen) counts[row] = (counts[row] ?? 0) + 1;
  }
  // 500 each is expected, with a deviation of 19.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
});

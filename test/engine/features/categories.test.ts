import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { columnTransformSchema } from '../../../src-main/contract/schemas/features';
import type { Task } from '../../../src-main/contract/schemas/recipe';
import { missingCode, type FrameColumn } from '../../../src-main/engine/data/frame';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { foldOf, rowColumn, ruleOf } from '../../../src-main/engine/features/folds';
import { bucketOf, murmur3 } from '../../../src-main/engine/features/hash';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { temporaryFolder } from '../../support/table';
import { applied, fitTable } from './support';

const tableSchema = z.array(z.array(z.number()));
const fixture = z
  .object({
    values: z.array(z.string()),
    number: z.array(z.number()),
    classes: z.array(z.string()),
    binary: z.array(z.string()),
    new: z.array(z.string()),
    target: z.record(z.string(), tableSchema),
    frequency: tableSchema,
    ordinal: tableSchema,
    one_hot: z.object({ order: z.array(z.string()), rows: tableSchema }),
    murmur3: z.array(z.tuple([z.string(), z.number()])),
    buckets: z.array(z.number()),
  })
  .parse(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/features/encodings.json'), 'utf8')),
  );

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const textColumn = (values: readonly (string | null)[]): FrameColumn => {
  const dictionary = [...new Set(values.filter((value) => value !== null))];
  const codes = Uint32Array.from(values, (value) =>
    value === null ? missingCode : dictionary.indexOf(value),
  );
  return { name: 'x', kind: 'text', codes, dictionary };
};

const shown = (fitted: Fitted, values: readonly (string | null)[], purpose?: 'learn'): number[][] => {
  const places: FrameColumn = {
    name: rowColumn,
    kind: 'number',
    values: Float32Array.from(values.keys()),
  };
  return applied(fitted, { rows: values.length, columns: [textColumn(values), places] }, purpose);
};

function fit(
  choice: z.input<typeof columnTransformSchema>,
  values: readonly (string | null)[],
  targets: readonly (string | number)[],
  task: Task,
): Promise<Fitted> {
  const type = task === 'regression' ? 'DOUBLE' : 'VARCHAR';
  return fitTable(
    folder.path,
    `"x" VARCHAR, "y" ${type}`,
    values.map((value, i) => [value, targets[i]]),
    [{ name: 'x', type: 'category' }],
    { columns: { x: columnTransformSchema.parse(choice) } },
    { task },
  );
}

function expectClose(made: readonly number[][], expected: readonly number[][]): void {
  expect(made.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  made.flat().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i] ?? Number.NaN, 5));
}

describe("new rows become what scikit-learn's encoders make of them", () => {
  test.each([
    ['number', 'regression', 10],
    ['number unsmoothed', 'regression', 0],
    ['classes', 'multiclass', 10],
    ['binary', 'binary', 4],
  ] as const)('target encoding: %s', async (name, task, smoothing) => {
    const targets =
      task === 'regression' ? fixture.number : task === 'binary' ? fixture.binary : fixture.classes;
    const fitted = await fit({ transform: 'target', smoothing }, fixture.values, targets, task);
    const { target } = fitted;
    const raw = shown(fitted, fixture.new).map((row) =>
      target.kind === 'number' ? row.map((value) => value * target.deviation + target.mean) : row,
    );
    expectClose(raw, fixture.target[name] ?? []);
  });

  test('frequency', async () => {
    const fitted = await fit({ transform: 'frequency' }, fixture.values, fixture.number, 'regression');
    expectClose(shown(fitted, fixture.new), fixture.frequency);
  });

  test('ordinal, with unknown and missing in the middle and marked', async () => {
    const fitted = await fit(
      { transform: 'ordinal' },
      [...fixture.values, null],
      [...fixture.number, 1],
      'regression',
    );
    const words = fixture.new.slice(0, -1);
    expectClose(
      shown(fitted, words),
      fixture.ordinal.map(([place = 0]) => [place, 0]),
    );
    expect(shown(fitted, ['never seen', null])).toEqual([
      [0.5, 1],
      [0.5, 1],
    ]);
  });

  test('one-hot, up to the order of the columns', async () => {
    const fitted = await fit({ transform: 'one-hot' }, fixture.values, fixture.number, 'regression');
    const [feature] = fitted.features;
    if (feature?.kind !== 'category') throw new Error('not one-hot');
    const order = fixture.one_hot.order.map((word) => feature.vocabulary.indexOf(word) + 1);
    const made = shown(fitted, fixture.new);
    expect(made.map((row) => order.map((place) => row[place]))).toEqual(fixture.one_hot.rows);
    expect(made.at(-1)?.[0]).toBe(1);
  });

  test('hashing: the hash of scikit-learn, and its buckets after the one for unknown values', async () => {
    for (const [text, hash] of fixture.murmur3) expect(murmur3(text)).toBe(hash);
    const fitted = await fit(
      { transform: 'hashing', buckets: 8 },
      fixture.values,
      fixture.number,
      'regression',
    );
    const made = shown(fitted, fixture.new).map((row) => row.indexOf(1));
    expect(made).toEqual([...fixture.buckets.map((bucket) => bucket + 1), 0]);
    expect(bucketOf('red', 8)).toBe(fixture.buckets[0]);
  });
});

test('a training row gets the average of the other folds', async () => {
  const fitted = await fit(
    { transform: 'target', folds: 3, smoothing: 2 },
    fixture.values,
    fixture.binary,
    'binary',
  );
  const [feature] = fitted.features;
  const rule = feature?.kind === 'lookup' ? ruleOf(feature) : null;
  if (rule === null) throw new Error('not cross-fitted');
  const rows = fixture.values.map((value, i) => ({
    value,
    fold: foldOf(rule, i),
    y: Number(fixture.binary[i] === 'yes'),
  }));
  expect(new Set(rows.map(({ fold }) => fold))).toEqual(new Set([0, 1, 2]));
  const mean = (some: typeof rows): number => some.reduce((sum, { y }) => sum + y, 0) / some.length;
  const made = shown(fitted, fixture.values, 'learn');
  rows.forEach((row, i) => {
    const others = rows.filter(({ fold }) => fold !== row.fold);
    const same = others.filter(({ value }) => value === row.value);
    const wanted =
      (same.length * (same.length === 0 ? 0 : mean(same)) + 2 * mean(others)) / (same.length + 2);
    expect(made[i]?.[0]).toBeCloseTo(wanted, 6);
  });
});

test('no training row sees its own answer', async () => {
  const answers = fc.array(fc.constantFrom('no', 'yes'), { minLength: 24, maxLength: 24 });
  const words = fc.array(fc.constantFrom('a', 'b', 'c', null), { minLength: 24, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(words, answers, fc.nat(23), async (values, targets, row) => {
      const turned = targets.map((answer, i) => (i === row ? (answer === 'yes' ? 'no' : 'yes') : answer));
      fc.pre([targets, turned].every((list) => new Set(list).size === 2));
      const [before, after] = await Promise.all(
        [targets, turned].map((list) => fit({ transform: 'target' }, values, list, 'binary')),
      );
      if (before === undefined || after === undefined) throw new Error('not fitted');
      expect(shown(after, values, 'learn')[row]).toEqual(shown(before, values, 'learn')[row]);
      expect(shown(after, values)[row]).not.toEqual(shown(before, values)[row]);
    }),
    { numRuns: 15 },
  );
});

test('texts of all kinds, and columns without any, are encoded without an accident', async () => {
  const odd: (string | null)[][] = [
    [null, null, null],
    ['', ' ', null],
    ['=1+1', "'; DROP TABLE t; --", '👩‍🚀'],
  ];
  for (const values of odd) {
    for (const transform of ['one-hot', 'ordinal', 'target', 'frequency', 'hashing', 'embedding'] as const) {
      const fitted = await fit({ transform }, values, [1, 2, 3], 'regression');
      const made = shown(fitted, [...values, 'unseen']);
      expect(made.flat().every(Number.isFinite), transform).toBe(true);
    }
  }
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { embeddingWidth } from '../../../src-main/contract/planning';
import {
  columnTransformSchema,
  momentTransforms,
  numberTransforms,
  textTransforms,
  type MomentTransform,
  type NumberTransform,
  type TextTransform,
} from '../../../src-main/contract/schemas/features';
import { missingCode } from '../../../src-main/engine/data/frame';
import { learnPieces } from '../../../src-main/engine/features/fit/byte-pairs';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { temporaryFolder } from '../../support/table';
import { applied, fitTable } from './support';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/features', name), 'utf8'));

const rows = z.array(z.array(z.number()));
const judged = z
  .object({
    times: z.array(z.string().nullable()),
    cycles: rows,
    'date-parts': z.object({ names: z.array(z.string()), rows }),
    periodic: z.object({
      values: z.array(z.number()),
      mean: z.number(),
      deviation: z.number(),
      frequencies: z.array(z.number()),
      rows,
    }),
    embedding: z.object({
      values: z.array(z.string()),
      most: z.number(),
      kept: z.array(z.string()),
      widths: z.array(z.tuple([z.number(), z.number()])),
    }),
    tokens: z.object({ words: z.record(z.string(), z.number()), merged: z.array(z.string()) }),
  })
  .parse(read('judged.json'));

const transformsFile = z
  .object({ cases: z.array(z.object({ made: z.record(z.string(), z.unknown()) })) })
  .parse(read('transforms.json'));
const namesIn = (name: string): string[] => Object.keys(z.record(z.string(), z.unknown()).parse(read(name)));

/** The fixture that judges each transform, and the name under which it does. */
const judges: Record<NumberTransform | TextTransform | MomentTransform, readonly [string, string]> = {
  robust: ['transforms.json', 'robust'],
  standard: ['transforms.json', 'standard'],
  'min-max': ['transforms.json', 'min-max'],
  'max-abs': ['transforms.json', 'max-abs'],
  quantile: ['transforms.json', 'quantile'],
  'yeo-johnson': ['transforms.json', 'yeo-johnson'],
  log: ['transforms.json', 'log'],
  clip: ['transforms.json', 'clip'],
  piecewise: ['transforms.json', 'piecewise'],
  none: ['transforms.json', 'none'],
  periodic: ['judged.json', 'periodic'],
  'one-hot': ['encodings.json', 'one_hot'],
  ordinal: ['encodings.json', 'ordinal'],
  target: ['encodings.json', 'target'],
  frequency: ['encodings.json', 'frequency'],
  hashing: ['encodings.json', 'buckets'],
  embedding: ['judged.json', 'embedding'],
  words: ['words.json', 'tfidf'],
  tokens: ['judged.json', 'tokens'],
  cycles: ['judged.json', 'cycles'],
  'date-parts': ['judged.json', 'date-parts'],
};

test.each([...numberTransforms, ...textTransforms, ...momentTransforms])('%s has a judge', (transform) => {
  const [file, name] = judges[transform];
  if (file !== 'transforms.json') expect(namesIn(file)).toContain(name);
  else expect(transformsFile.cases.some(({ made }) => Object.hasOwn(made, name))).toBe(true);
});

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

function expectRows(found: readonly number[][], wanted: readonly number[][]): void {
  expect(found.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
  found.forEach((row, i) =>
    row.forEach((value, j) => expect(value, `row ${i}, ${j}`).toBeCloseTo(wanted[i]?.[j] ?? Number.NaN, 4)),
  );
}

describe('dates are what pandas makes of them', () => {
  const { times } = judged;
  const frame = {
    rows: times.length,
    columns: [
      {
        name: 'x',
        kind: 'moment' as const,
        values: Float64Array.from(times, (time) =>
          time === null ? Number.NaN : Date.parse(`${time}Z`) / 1000,
        ),
      },
    ],
  };
  const fit = (choice: unknown) =>
    fitTable(
      folder.path,
      '"x" TIMESTAMP, "y" DOUBLE',
      times.map((time, i) => [time, i]),
      [{ name: 'x', type: 'datetime' }],
      { columns: { x: columnTransformSchema.parse(choice) } },
    );

  test('cycles', async () => {
    expectRows(applied(await fit({ transform: 'cycles' }), frame), judged.cycles);
  });

  test('date-parts', async () => {
    const { names, rows: wanted } = judged['date-parts'];
    const choice = { transform: 'date-parts', parts: names, as: 'number', elapsed: true };
    expectRows(applied(await fit(choice), frame), wanted);
  });
});

test('periodic is the waves that NumPy computes of the same frequencies', async () => {
  const { values, mean, deviation, frequencies, rows: wanted } = judged.periodic;
  const fitted = await fitTable(
    folder.path,
    '"x" DOUBLE, "y" DOUBLE',
    values.map((value, i) => [value, i]),
    [{ name: 'x', type: 'decimal' }],
    { columns: { x: columnTransformSchema.parse({ transform: 'periodic', frequencies: 3 }) } },
  );
  const [feature] = fitted.features;
  if (feature?.kind !== 'periodic') throw new Error('not periodic');
  expect(feature.center).toBeCloseTo(mean, 9);
  expect(feature.scale).toBeCloseTo(deviation, 9);
  const frame = {
    rows: values.length,
    columns: [{ name: 'x', kind: 'number' as const, values: Float32Array.from(values) }],
  };
  expectRows(applied({ ...fitted, features: [{ ...feature, frequencies }] }, frame), wanted);
});

test('embedding keeps the categories that pandas counts most, each in a slot of its own', async () => {
  const { values, most, kept, widths } = judged.embedding;
  const choice = columnTransformSchema.parse({ transform: 'embedding', categories: most });
  const fitted = await fitTable(
    folder.path,
    '"x" VARCHAR, "y" DOUBLE',
    values.map((value, i) => [value, i]),
    [{ name: 'x', type: 'category' }],
    { columns: { x: choice } },
  );
  const [feature] = fitted.features;
  if (feature?.kind !== 'embedding') throw new Error('not an embedding');
  expect([...feature.vocabulary].sort()).toEqual([...kept].sort());
  const dictionary = [...kept, 'never seen'];
  const codes = Uint32Array.from([...kept.keys(), kept.length, missingCode]);
  const slots = applied(fitted, {
    rows: codes.length,
    columns: [{ name: 'x', kind: 'text', codes, dictionary }],
  }).map(([slot]) => slot);
  expect(slots).toEqual([...kept.map((value) => feature.vocabulary.indexOf(value) + 1), 0, 0]);
  if (choice.transform !== 'embedding') throw new Error('not an embedding');
  for (const [number, width] of widths) expect(embeddingWidth(choice, number)).toBe(width);
});

test('tokens are the pieces that the program of their authors learns, in its order', () => {
  const { words, merged } = judged.tokens;
  const pieces = learnPieces(new Map(Object.entries(words)), 60);
  expect(pieces.filter((piece) => [...piece].length > 1).slice(0, merged.length)).toEqual(merged);
});

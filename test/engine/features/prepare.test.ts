import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ColumnSummary, ColumnType, Profile } from '../../../src-main/contract/schemas/data';
import {
  categoryTransforms,
  featuresSchema,
  momentTransforms,
  numberTransforms,
} from '../../../src-main/contract/schemas/features';
import { recipeSchema, type Recipe } from '../../../src-main/contract/schemas/recipe';
import { readFrame } from '../../../src-main/engine/data/frame';
import { fittedSchema, type Fitted } from '../../../src-main/engine/features/fitted';
import { frameOfFile } from '../../../src-main/engine/features/frame-of-file';
import { rowColumn } from '../../../src-main/engine/features/folds';
import { prepare } from '../../../src-main/engine/features/prepare';
import { temporaryFolder, writeParquet } from '../../support/table';

const types: Record<string, ColumnType> = {
  size: 'decimal',
  colour: 'category',
  day: 'date',
  kind: 'category',
};
const columns = '"size" DOUBLE, "colour" VARCHAR, "day" DATE, "kind" VARCHAR';
const context = { signal: new AbortController().signal, report: () => undefined };

function summaries(rows: unknown[][]): Profile {
  const list = Object.entries(types).map(([name, type], i): ColumnSummary => {
    const values = rows.map((row) => row[i]);
    const present = values.filter((value) => value !== null);
    return {
      name,
      type,
      identifier: false,
      constant: new Set(present).size < 2,
      missing: values.length - present.length,
      distinct: new Set(present).size,
      numbers: null,
      dates: null,
      histogram: null,
      top: [],
    };
  });
  return { rows: rows.length, columns: list };
}

function recipe(changes: Partial<Recipe> = {}): Recipe {
  const data = { dataset: null, fingerprint: null, reading: null };
  return recipeSchema.parse({ version: 1, data, target: 'kind', ...changes });
}

const plainRow = (i: number): unknown[] => [
  i % 7 === 0 ? null : i * 1.5,
  i % 11 === 0 ? null : ['red', 'green', 'blue'][i % 3],
  i % 13 === 0 ? null : `2024-${String((i % 12) + 1).padStart(2, '0')}-0${(i % 9) + 1}`,
  i % 17 === 0 ? null : i % 4 === 0 ? 'rare' : 'usual',
];
const plainRows = Array.from({ length: 200 }, (_, i) => plainRow(i));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

async function run(rows: unknown[][], chosen = recipe()) {
  const parquet = join(folder.path, 'data.parquet');
  await writeParquet(parquet, columns, rows);
  const profile = summaries(rows);
  const outcome = await prepare(
    { parquet, columns: profile.columns, profile, recipe: chosen, directory: folder.path },
    context,
  );
  const fitted: Fitted = fittedSchema.parse(
    JSON.parse(await readFile(join(folder.path, 'features.json'), 'utf8')),
  );
  return { outcome, fitted, parquet };
}

async function placesOf(part: string): Promise<number[]> {
  const frame = await readFrame(join(folder.path, `${part}.frame`));
  const column = frame.columns.find(({ name }) => name === rowColumn);
  return column?.kind === 'number' ? Array.from(column.values) : [];
}

test('every row with a value to predict is in one part; the others are counted', async () => {
  const { outcome } = await run(plainRows);
  const places = (await Promise.all(['train', 'validation', 'test'].map(placesOf))).flat();
  expect(new Set(places).size).toBe(places.length);
  expect([...places].sort((a, b) => a - b)).toEqual(
    plainRows.flatMap((row, i) => (row[3] === null ? [] : [i])),
  );
  expect(outcome.targetMissing).toBe(12);
  expect(outcome.warnings).toEqual([expect.objectContaining({ code: 'TARGET_MISSING', rows: 12 })]);
});

test('what is fitted depends on training rows only', async () => {
  const before = await run(plainRows);
  const training = new Set(await placesOf('train'));
  const changed = plainRows.map((row, i) =>
    training.has(i) ? row : [1e9, 'never seen', '1999-12-31', row[3]],
  );
  const after = await run(changed);
  expect(await placesOf('train')).toEqual([...training]);
  expect(after.fitted).toEqual(before.fitted);
  const trainingChanged = plainRows.map((row, i) =>
    training.has(i) ? [1e6 + i, row[1], row[2], row[3]] : row,
  );
  expect((await run(trainingChanged)).fitted).not.toEqual(before.fitted);
});

const everyTransform = [...numberTransforms, ...categoryTransforms, ...momentTransforms];

test.each(everyTransform)('%s is fitted on training rows only', async (transform) => {
  const among = (names: readonly string[]): boolean => names.includes(transform);
  const column = among(numberTransforms) ? 'size' : among(categoryTransforms) ? 'colour' : 'day';
  const chosen = recipe({ features: featuresSchema.parse({ columns: { [column]: { transform } } }) });
  const before = await run(plainRows, chosen);
  const training = new Set(await placesOf('train'));
  const others = plainRows.map((row, i) =>
    training.has(i) ? row : [-1e9 - i, ['red', 'never seen'][i % 2], '1999-12-31', row[3]],
  );
  expect((await run(others, chosen)).fitted).toEqual(before.fitted);
  const changed = plainRows.map((row, i) =>
    training.has(i) ? [i * i * 7, ['pink', 'blue'][i % 2], '2011-02-03', row[3]] : row,
  );
  const after = await run(changed, chosen);
  const featureOf = ({ fitted }: typeof before) => fitted.features.find((one) => one.column === column);
  expect(featureOf(before)).not.toBeUndefined();
  expect(featureOf(after)).not.toEqual(featureOf(before));
});

test('rows stay in their order, and a number to predict is spread over the parts by its size', async () => {
  const turned = Array.from({ length: 200 }, (_, i) => plainRow((i * 77) % 200));
  const { outcome } = await run(turned, recipe({ target: 'size' }));
  expect(outcome.targetMissing).toBe(29);
  for (const part of ['train', 'validation', 'test']) {
    const places = await placesOf(part);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
  const sizes = turned.map(([size]) => size).filter((size) => typeof size === 'number');
  const sorted = sizes.sort((a, b) => a - b);
  // 171 rows in tenths of 18, of which 34 are test rows: three or four of each full tenth.
  const tested = (await placesOf('test')).map((place) => sorted.indexOf(Number(turned[place]?.[0])));
  expect(tested).toHaveLength(34);
  for (let tenth = 0; tenth < 9; tenth++) {
    const count = tested.filter((rank) => Math.floor(rank / 18) === tenth).length;
    expect([3, 4]).toContain(count);
  }
});

test('frames hold the raw values of their rows', async () => {
  await run(plainRows);
  const frame = await readFrame(join(folder.path, 'validation.frame'));
  const [size, colour, day, kind] = frame.columns;
  const places = await placesOf('validation');
  places.forEach((place, row) => {
    const [expectedSize, expectedColour, expectedDay, expectedKind] = plainRows[place] ?? [];
    if (
      size?.kind !== 'number' ||
      colour?.kind !== 'text' ||
      day?.kind !== 'moment' ||
      kind?.kind !== 'text'
    ) {
      throw new Error('a column is of another kind');
    }
    expect(size.values[row]).toBe(expectedSize ?? Number.NaN);
    expect(colour.dictionary[colour.codes[row] ?? -1] ?? null).toBe(expectedColour ?? null);
    expect(kind.dictionary[kind.codes[row] ?? -1]).toBe(expectedKind);
    const seconds =
      typeof expectedDay === 'string' ? Date.parse(`${expectedDay}T00:00:00Z`) / 1000 : Number.NaN;
    expect(day.values[row]).toBe(seconds);
  });
});

test('rare categories beyond the limit share the unknown slot, missing keeps its own', async () => {
  const { fitted } = await run(
    plainRows,
    recipe({ features: featuresSchema.parse({ maximumCategories: 2 }) }),
  );
  const colour = fitted.features.find(({ column }) => column === 'colour');
  expect(colour?.kind === 'category' && colour.vocabulary).toHaveLength(3);
  expect(colour?.kind === 'category' && colour.vocabulary[2]).toBe('');
});

test('a later file gives the same kinds of columns, and rows without a target are left out of scoring', async () => {
  const { fitted, parquet } = await run(plainRows);
  const path = join(folder.path, 'later.frame');
  expect((await frameOfFile({ parquet, withTarget: true, path }, fitted, context)).rows).toBe(188);
  expect((await frameOfFile({ parquet, withTarget: false, path }, fitted, context)).rows).toBe(200);
  expect((await readFrame(path)).columns.map(({ kind }) => kind)).toEqual(['number', 'text', 'moment']);
});

test('values that the model does not know are counted and named, missing ones are not', async () => {
  const { fitted, parquet } = await run(plainRows);
  const path = join(folder.path, 'later.frame');
  expect((await frameOfFile({ parquet, withTarget: false, path }, fitted, context)).warnings).toEqual([]);
  const odd = plainRows.map((row, i) => [row[0], i < 5 ? ['mauve', 'teal'][i % 2] : row[1], row[2], row[3]]);
  await writeParquet(parquet, columns, odd);
  const { warnings } = await frameOfFile({ parquet, withTarget: false, path }, fitted, context);
  expect(warnings).toEqual([expect.objectContaining({ code: 'UNKNOWN_VALUES', column: 'colour', rows: 5 })]);
  expect(warnings[0]?.message).toContain('"mauve", "teal"');
});

const one = { role: 'ignore', type: 'category' } as const;
test.each([
  ['TARGET_NOT_FOUND', recipe({ target: 'nowhere' }), plainRows],
  ['TARGET_NOT_FOUND', recipe({ target: null }), plainRows],
  ['TARGET_SINGLE_CLASS', recipe(), plainRows.map((row) => [...row.slice(0, 3), 'usual'])],
  ['TARGET_UNSUITABLE', recipe({ target: 'day' }), plainRows],
  ['TARGET_UNSUITABLE', recipe({ task: 'regression' }), plainRows],
  ['TOO_FEW_ROWS', recipe(), plainRows.slice(0, 9)],
  ['NO_INPUT_COLUMNS', recipe({ columns: { size: one, colour: one, day: one } }), plainRows],
])('%s says what was expected and what to do', async (code, chosen, rows) => {
  await expect(run(rows, chosen)).rejects.toMatchObject({ code, next: expect.stringMatching(/\w/) });
});

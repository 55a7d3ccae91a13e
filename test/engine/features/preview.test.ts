import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columnTransformSchema } from '../../../src-main/contract/schemas/features';
import { recipeSchema, type Task } from '../../../src-main/contract/schemas/recipe';
import type { ColumnType } from '../../../src-main/contract/schemas/data';
import { histogramOf, previewTransform } from '../../../src-main/engine/features/preview';
import { temporaryFolder, writeParquet } from '../../support/table';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let parquet = '';
beforeAll(async () => {
  folder = await temporaryFolder();
  parquet = join(folder.path, 'data.parquet');
  await writeParquet(
    parquet,
    '"size" DOUBLE, "#answer" VARCHAR, "day" DATE, "kind" VARCHAR',
    Array.from({ length: 300 }, (_, i) => [
      i,
      i % 3 === 0 ? 'often' : `rare ${String(i % 5)}`,
      `20${String(10 + (i % 9))}-01-02`,
      i % 10 === 0 ? null : i % 2 === 0 ? 'even' : 'odd',
    ]),
  );
});
afterAll(() => folder.remove());

const preview = (
  column: string,
  type: ColumnType,
  transform: string,
  target: string | null = 'kind',
  task: Task | null = 'binary',
) =>
  previewTransform(
    {
      parquet,
      column,
      type,
      task,
      recipe: recipeSchema.parse({
        version: 1,
        data: { dataset: null, fingerprint: null, reading: null },
        target,
        features: { columns: { [column]: columnTransformSchema.parse({ transform }) } },
      }),
    },
    { signal: new AbortController().signal },
  );

test('numbers: what goes in and what comes out, of rows that have an answer', async () => {
  const made = await preview('size', 'decimal', 'min-max');
  expect(made).toMatchObject({ rows: 270, width: 1, examples: [] });
  expect(made.before?.edges.at(-1)).toBe(299);
  const [after] = made.after;
  expect(after?.edges[0]).toBe(0);
  expect(after?.edges.at(-1)).toBeCloseTo(1, 6);
  expect(after?.counts).toEqual(made.before?.counts);
  expect((await preview('size', 'decimal', 'piecewise')).after).toHaveLength(3);
});

test('categories: the most frequent values and what they become, also of a column with an odd name', async () => {
  const made = await preview('#answer', 'category', 'frequency', null, null);
  expect(made.rows).toBe(300);
  expect(made.examples[0]).toMatchObject({ value: 'often', rows: 100 });
  const [first, second] = made.examples;
  expect(first?.numbers[0]).toBeGreaterThan(second?.numbers[0] ?? Infinity);
  const target = await preview('#answer', 'category', 'target');
  expect(target.examples.every(({ numbers }) => (numbers[0] ?? 9) >= 0 && (numbers[0] ?? 9) <= 1)).toBe(true);
});

test('dates, and data without an answer', async () => {
  const made = await preview('day', 'date', 'date-parts', 'size', 'regression');
  expect(made.width).toBe(8);
  expect(made.before?.edges[0]).toBe(Date.UTC(2010, 0, 2) / 1000);
  await expect(preview('day', 'date', 'cycles', 'absent', 'regression')).rejects.toThrow();
});

test('a histogram counts every finite value once', () => {
  const values = [1, 2, 2, 3, Infinity, Number.NaN];
  const made = histogramOf(values);
  expect(made?.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(made?.edges).toHaveLength(25);
  expect(histogramOf([5, 5])?.counts[0]).toBe(2);
  expect(histogramOf([Number.NaN])).toBeNull();
});

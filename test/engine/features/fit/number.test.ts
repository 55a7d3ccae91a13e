import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { literal } from '../../../../src-main/engine/data/sql';
import { fitNumbers } from '../../../../src-main/engine/features/fit/numbers';
import { temporaryFolder, writeParquet } from '../../../support/table';

const cases = z
  .array(
    z.object({
      values: z.array(z.number().nullable()),
      mean: z.number(),
      deviation: z.number(),
      lower: z.number(),
      median: z.number(),
      upper: z.number(),
      missing: z.number(),
    }),
  )
  .parse(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../fixtures/features/numpy.json'), 'utf8')),
  );

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe("numbers are fitted as numpy and pandas compute a column's statistics", () => {
  test.each(cases.map((expected, index) => ({ index, expected })))(
    'column $index',
    async ({ index, expected }) => {
      const path = join(folder.path, `${index}.parquet`);
      await writeParquet(
        path,
        '"x" DOUBLE',
        expected.values.map((value) => [value]),
      );
      const database = await openDatabase({ files: [path], directories: [] });
      const rows = `read_parquet(${literal(path)})`;
      const fit = async (transform: 'robust' | 'standard') => {
        const [fitted] = await fitNumbers(
          database,
          { all: rows, sample: rows },
          [{ name: 'x', choice: { transform } }],
          1,
        );
        return fitted?.kind === 'number' ? fitted : undefined;
      };
      const [robust, standard] = [await fit('robust'), await fit('standard')];
      database.close();
      const range = (expected.upper - expected.lower) / 1.349;
      expect(robust?.median).toBeCloseTo(expected.median, 10);
      expect((robust?.scale ?? 0) / (range > 0 ? range : expected.deviation)).toBeCloseTo(1, 10);
      // Kept to twelve digits.
      expect((standard?.center ?? 0) / expected.mean).toBeCloseTo(1, 10);
      expect((standard?.scale ?? 0) / expected.deviation).toBeCloseTo(1, 10);
      expect(robust?.indicator).toBe(expected.missing > 0);
    },
  );
});

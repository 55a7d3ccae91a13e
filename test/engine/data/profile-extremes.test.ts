import fc from 'fast-check';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../../src-main/engine/data/database';
import { profileOf } from '../../../src-main/engine/data/profile';
import { scaleOf } from '../../../src-main/engine/data/scale';
import type { Profile } from '../../../src-main/contract/schemas/data';
import { importPath, importText } from './importers/support';
import { withFolder, writeTable } from './steps/support';

// Many small tables are written and read, on machines that may have other things to do.
vi.setConfig({ testTimeout: 120_000 });

/** The summary of a column of doubles. */
async function summaryOf(values: readonly number[], repeated = 1): Promise<Profile['columns'][number]> {
  const database = await openDatabase({ files: [], directories: [] });
  try {
    const rows = values.map((value) => `(${String(value)}::DOUBLE)`).join(', ');
    await database.run(
      `CREATE TEMP TABLE extreme AS SELECT x FROM (VALUES ${rows}) AS t(x), range(${String(repeated)})`,
    );
    const profile = await profileOf(database, 'extreme', [{ name: 'x', type: 'decimal', given: false }]);
    const [summary] = profile.columns;
    if (summary === undefined) throw new Error('there is no summary');
    return summary;
  } finally {
    database.close();
  }
}

/** Mean and standard deviation of numbers that were brought near 1 by a power of two, in two passes. */
function reference(values: readonly number[], repeated: number): { mean: number; deviation: number } {
  const small = values.map((value) => value / 2 ** 1000);
  const n = values.length * repeated;
  const mean = small.reduce((sum, value) => sum + value / small.length, 0);
  const squares = small.reduce((sum, value) => sum + repeated * (value - mean) ** 2, 0);
  return { mean: mean * 2 ** 1000, deviation: Math.sqrt(squares / Math.max(1, n - 1)) * 2 ** 1000 };
}

test.each([1, 30_000])('huge numbers are summed up, each %d times', async (repeated) => {
  const values = [1e300, -1e300, 3e299, 5];
  const { numbers, histogram } = await summaryOf(values, repeated);
  const { mean, deviation } = reference(values, repeated);
  expect(Math.abs((numbers?.mean ?? Number.NaN) / mean - 1)).toBeLessThan(1e-12);
  expect(Math.abs((numbers?.standardDeviation ?? Number.NaN) / deviation - 1)).toBeLessThan(1e-12);
  expect(numbers).toMatchObject({ minimum: -1e300, maximum: 1e300 });
  expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(4 * repeated);
});

test('whatever numbers a column holds, its summary is of numbers in their order', async () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 8 }), async (values) => {
      const { numbers, histogram } = await summaryOf(values);
      const { minimum, lowerQuartile, median, upperQuartile, maximum, mean, standardDeviation } =
        numbers ?? expect.fail('there are no numbers');
      for (const found of [mean, standardDeviation]) expect(Number.isFinite(found)).toBe(true);
      const slack = 1e-9 * Math.max(Math.abs(minimum), Math.abs(maximum));
      const order = [minimum, lowerQuartile, median, upperQuartile, maximum];
      order.slice(1).forEach((found, i) => expect(found).toBeGreaterThanOrEqual((order[i] ?? 0) - slack));
      expect(mean).toBeGreaterThanOrEqual(minimum - slack);
      expect(mean).toBeLessThanOrEqual(maximum + slack);
      expect(histogram?.edges.every(Number.isFinite)).toBe(true);
      expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    }),
    { numRuns: 40 },
  );
});

test('scaling changes no digit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e100 }), (value) => {
      const scale = scaleOf(0, value);
      expect((value / scale) * scale).toBe(value);
      expect((value / scale) ** 2).toBeLessThan(1e290);
    }),
  );
});

test('a file with huge numbers is imported', async () => {
  const { profile } = await importText('name,size\na,1e300\nb,-1e300\nc,2.5\nd,1e308\ne,-1.7e308\n');
  expect(profile.columns[1]).toMatchObject({
    type: 'decimal',
    numbers: { maximum: 1e308, minimum: -1.7e308 },
  });
});

test('a Parquet file with infinite numbers is imported', async () => {
  await withFolder(async (folder) => {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'endless.parquet');
    await writeTable(
      path,
      "SELECT * FROM (VALUES (1.5::DOUBLE, 1), ('inf'::DOUBLE, 2), ('nan'::DOUBLE, 3), (2.5, 4), ('-inf'::DOUBLE, 5)) AS t(x, y)",
    );
    const { profile } = await importPath(path);
    expect(profile.columns[0]?.numbers).toMatchObject({ minimum: 1.5, maximum: 2.5, mean: 2 });
  });
});

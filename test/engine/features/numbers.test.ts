import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ColumnTransform } from '../../../src-main/contract/schemas/features';
import { columnTransformSchema } from '../../../src-main/contract/schemas/features';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { temporaryFolder } from '../../support/table';
import { applied, fitTable } from './support';

const { cases } = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        fitted: z.number(),
        values: z.array(z.number()),
        made: z.record(z.string(), z.array(z.array(z.number()))),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/features/transforms.json'), 'utf8')),
  );

/** The names of the fixture and the choices that they are of. */
const choices: Record<string, z.input<typeof columnTransformSchema>> = {
  standard: { transform: 'standard' },
  'min-max': { transform: 'min-max' },
  'max-abs': { transform: 'max-abs' },
  'yeo-johnson': { transform: 'yeo-johnson' },
  log: { transform: 'log' },
  none: { transform: 'none' },
  quantile: { transform: 'quantile', quantiles: 100 },
  'quantile uniform': { transform: 'quantile', quantiles: 30, output: 'uniform' },
  clip: { transform: 'clip', lower: 0.05, upper: 0.9 },
  'clip value': { transform: 'clip', by: 'value', lower: 0, upper: 8 },
  piecewise: { transform: 'piecewise', bins: 12 },
};

/** What squashing makes of extremes, which scikit-learn leaves as they are. */
const squashed = (x: number): number =>
  Math.abs(x) <= 10 ? x : Math.sign(x) * (10 + Math.log(Math.abs(x) / 10));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const fit = (values: readonly (number | null)[], choice: ColumnTransform): Promise<Fitted> =>
  fitTable(
    folder.path,
    '"x" DOUBLE, "y" DOUBLE',
    values.map((value, i) => [value, i]),
    [{ name: 'x', type: 'decimal' }],
    { columns: { x: choice } },
  );

const transformed = (fitted: Fitted, values: readonly number[]): number[][] =>
  applied(fitted, {
    rows: values.length,
    columns: [{ name: 'x', kind: 'number', values: Float32Array.from(values) }],
  });

describe.each(cases)('the column "$name" becomes what scikit-learn makes of it', (column) => {
  test.each(Object.keys(choices).filter((name) => Object.hasOwn(column.made, name)))('%s', async (name) => {
    const fitted = await fit(
      column.values.slice(0, column.fitted),
      columnTransformSchema.parse(choices[name]),
    );
    const made = transformed(fitted, column.values);
    const expected = column.made[name] ?? [];
    expect(made).toHaveLength(column.values.length);
    made.forEach((row, i) => {
      expect(row).toHaveLength(expected[i]?.length ?? 0);
      row.forEach((value, j) => {
        const wanted = expected[i]?.[j] ?? Number.NaN;
        const target = name === 'none' ? wanted : squashed(wanted);
        expect(Math.abs(value - target)).toBeLessThan(2e-4 * Math.max(1, Math.abs(target)));
      });
    });
  });
});

test('robust is scikit-learn up to the factor that makes it comparable to standard scaling', async () => {
  for (const column of cases) {
    const fitted = await fit(column.values.slice(0, column.fitted), { transform: 'robust' });
    transformed(fitted, column.values).forEach(([value = 0], i) => {
      const wanted = squashed((column.made['robust']?.[i]?.[0] ?? Number.NaN) * 1.349);
      expect(Math.abs(value - wanted)).toBeLessThan(1e-4 * Math.max(1, Math.abs(wanted)));
    });
  }
});

describe('odd columns are fitted without an accident', () => {
  const odd: Record<string, (number | null)[]> = {
    'nothing at all': [null, null, null],
    constant: [7, 7, 7, 7],
    'constant and missing': [0, null, 0],
    'one value': [3e30, null],
    huge: [1e300, -1e300, 5, null],
    'beyond float32': [3.3e38, -3.3e38, 1e31, 2],
    tiny: [1e-300, 2e-300, 1e-45, 0],
    binary: [0, 0, 0, 0, 0, 0, 0, 1],
    'far from zero': [16_777_216, 16_777_217, 16_777_218],
  };
  const hostile = [0, -0, 1, -1, 7, 1e-40, 1e20, -1e20, 3.4e38, -3.4e38, Infinity, -Infinity, Number.NaN];
  test.each(Object.entries(odd))('%s', async (_, values) => {
    for (const choice of [...Object.values(choices), { transform: 'periodic' as const }]) {
      const fitted = await fit(values, columnTransformSchema.parse(choice));
      const made = transformed(fitted, [...hostile, ...values.map((value) => value ?? Number.NaN)]);
      expect(made.flat().every(Number.isFinite), JSON.stringify(fitted.features)).toBe(true);
    }
  });
});

test('periodic keeps the value and adds waves of the frequencies that the seed draws', async () => {
  const values = [1, 2, 3, 4, 10];
  const fitted = await fit(values, { transform: 'periodic', frequencies: 3, spread: 0.5 });
  const [feature] = fitted.features;
  if (feature?.kind !== 'periodic') throw new Error('not periodic');
  expect(await fit(values, { transform: 'periodic', frequencies: 3, spread: 0.5 })).toEqual(fitted);
  transformed(fitted, values).forEach((row, i) => {
    const v = ((values[i] ?? 0) - 4) / Math.sqrt(10);
    const angles = feature.frequencies.map((frequency) => 2 * Math.PI * frequency * v);
    const expected = [v, ...angles.map(Math.cos), ...angles.map(Math.sin)];
    row.forEach((value, j) => expect(value).toBeCloseTo(expected[j] ?? Number.NaN, 5));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeStep } from '../../../../src-main/contract/cleaning';
import { anomalies, flatForest, growForest, pathLength } from '../../../../src-main/engine/data/steps/forest';
import { pandas } from './pandas';
import { run, step, tableOf } from './support';

const decimal = (...cells: (number | null)[]) => ({ type: 'DOUBLE', cells });
const { table: found, bounds, scores } = pandas.outliers;
const table = tableOf({ x: decimal(...found.x), 'y "2".z': decimal(...found.y) });
const columns = ['x', 'y "2".z'];

describe.each(['iqr', 'z', 'robust-z'] as const)('by %s, as pandas', (method) => {
  const [lowX, highX] = bounds['x']?.[method] ?? [0, 0];
  const [lowY, highY] = bounds['y']?.[method] ?? [0, 0];
  const isOdd = (row: number): boolean => {
    const [x = 0, y = 0] = [found.x[row], found.y[row]];
    return x < lowX || x > highX || y < lowY || y > highY;
  };
  const rows = found.x.map((_, row) => row);

  test('rows are removed or marked', async () => {
    expect(rows.filter(isOdd).length).toBeGreaterThan(3);
    const removed = await run(table, [step({ kind: 'remove-outliers', columns, method })]);
    expect(removed.rows).toEqual(rows.filter((row) => !isOdd(row)));
    const marked = await run(table, [step({ kind: 'mark-outliers', columns, method, into: "odd's" })]);
    expect(marked.cells["odd's"]).toEqual(rows.map(isOdd));
    expect(marked.cells['x']).toEqual(found.x);
  });

  test('values are capped or made missing', async () => {
    const capped = await run(table, [step({ kind: 'cap-outliers', columns, method })]);
    capped.cells['x']?.forEach((value, row) =>
      expect(value).toBeCloseTo(Math.min(highX, Math.max(lowX, found.x[row] ?? 0)), 8),
    );
    const missing = await run(table, [step({ kind: 'cap-outliers', columns, method, action: 'missing' })]);
    expect(missing.cells['x']).toEqual(found.x.map((x) => (x < lowX || x > highX ? null : x)));
  });
});

test('capping what is capped changes nothing', async () => {
  const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.constantFrom('iqr', 'robust-z'),
      async (cells, method) => {
        const cap = step({ kind: 'cap-outliers', columns: ['a'], method });
        const once = await run(tableOf({ a: decimal(...cells) }), [cap]);
        const { learned } = once;
        const twice = await run(
          tableOf({ a: decimal(...(once.cells['a'] ?? []).map((x) => (x === null ? null : Number(x)))) }),
          [cap],
          { learned },
        );
        expect(twice.cells).toEqual(once.cells);
      },
    ),
    { numRuns: 30 },
  );
});

test('whole numbers stay whole and within the bounds; later files get the bounds of training', async () => {
  const cells = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
  const cap = step({ kind: 'cap-outliers', columns: ['n'] });
  const { cells: made, learned } = await run(tableOf({ n: { type: 'BIGINT', cells } }), [cap]);
  // Quartiles 3.25 and 7.75: up to 14.5.
  expect(made['n']).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 14]);
  const later = await run(tableOf({ n: { type: 'BIGINT', cells: [1000, 1001, null] } }), [cap], { learned });
  expect(later.cells['n']).toEqual([14, 14, null]);
});

test('a constant column, an empty one and infinity have no outliers; words are refused', async () => {
  const odd = tableOf({ c: decimal(1, 1, 1), e: decimal(null, null, null) });
  const remove = (names: string[]) => step({ kind: 'remove-outliers', columns: names });
  expect((await run(odd, [remove(['c', 'e'])])).rows).toEqual([0, 1, 2]);
  const words = tableOf({ w: { type: 'VARCHAR', cells: ['a'] } });
  await expect(run(words, [remove(['w'])])).rejects.toMatchObject({ code: 'STEP_INVALID' });
});

/** Spearman's correlation of ranks. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (list: readonly number[]): number[] => {
    const order = list.map((_, index) => index).sort((i, j) => (list[i] ?? 0) - (list[j] ?? 0));
    const made = new Array<number>(list.length).fill(0);
    order.forEach((index, rank) => (made[index] = rank));
    return made;
  };
  const [x, y] = [ranks(a), ranks(b)];
  const difference = x.reduce((sum, rank, index) => sum + (rank - (y[index] ?? 0)) ** 2, 0);
  return 1 - (6 * difference) / (a.length * (a.length ** 2 - 1));
}

describe('isolation forest', () => {
  const rows = found.x.map((x, row) => Float64Array.of(x, found.y[row] ?? 0));

  test('scores are those of scikit-learn, but for the chance of one forest', () => {
    const trees = growForest(rows, 3);
    const values = Float64Array.from(rows.flatMap((row) => [...row]));
    const own = [...anomalies(flatForest(trees, 256), values, 2)];
    expect(rankCorrelation(own, scores)).toBeGreaterThan(0.97);
    const difference = own.map((score, row) => Math.abs(score - (scores[row] ?? 0)));
    expect(difference.reduce((sum, one) => sum + one) / rows.length).toBeLessThan(0.015);
    expect(Math.max(...difference)).toBeLessThan(0.06);
  });

  test('the length of a path is that of Liu, Ting and Zhou', () => {
    // 2 H(255) - 2 * 255 / 256, the harmonic number summed up.
    const harmonic = Array.from({ length: 255 }, (_, i) => 1 / (i + 1)).reduce((sum, x) => sum + x);
    expect(pathLength(256)).toBeCloseTo(2 * harmonic - (2 * 255) / 256, 2);
    expect([0, 1, 2].map(pathLength)).toEqual([0, 0, 1]);
  });

  test('removes the oddest share, the same with the same seed, and marks later rows by the same trees', async () => {
    const parameters = { columns, method: 'isolation-forest', share: 0.025 };
    const removed = await run(table, [step({ kind: 'remove-outliers', ...parameters })], { seed: 4 });
    expect(removed.rows).toHaveLength(390);
    for (const row of [0, 1, 7]) expect(removed.rows).not.toContain(row);
    const mark = step({ kind: 'mark-outliers', ...parameters });
    const marked = await run(table, [mark], { seed: 4 });
    const learned: unknown = JSON.parse(JSON.stringify(marked.learned));
    expect((await run(table, [mark], { seed: 4 })).learned).toEqual(marked.learned);
    const later = tableOf({ x: decimal(50, 500, null), 'y "2".z': decimal(2, 100, null) });
    const again = await run(later, [mark], { learned: learned as typeof marked.learned });
    expect(again.cells['is an outlier']).toEqual([false, true, false]);
  });
});

test('says what it does', () => {
  expect(describeStep(step({ kind: 'remove-outliers', columns: ['a'], method: 'z' }))).toBe(
    'Remove rows with outliers in a by z-score beyond 3',
  );
  expect(
    describeStep(step({ kind: 'mark-outliers', columns: ['a'], method: 'isolation-forest', share: 0.07 })),
  ).toBe('Mark rows with outliers in a by isolation forest, 7% of the rows');
});

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepDefinitions, type CleaningStep } from '../../../../src-main/contract/cleaning';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import { previewSteps } from '../../../../src-main/engine/data/steps/preview';
import { run, step, tableOf, withFolder, writeTable } from './support';

const context = {
  signal: new AbortController().signal,
  report: () => undefined,
  stopRequested: () => false,
  pauseRequested: () => false,
};

/** Tables with what bites: gaps, ties, blanks, other scripts, leap days. */
const tables = fc
  .array(
    fc.record({
      a: fc.option(fc.constantFrom(' x', 'X ', 'y', '', 'é 1', '東', "it's", '1,5', '12 kg'), { nil: null }),
      b: fc.option(fc.constantFrom('red', 'blue', 'blue', 'rare'), { nil: null }),
      n: fc.option(fc.double({ noNaN: true, min: -1e4, max: 1e4 }), { nil: null }),
      k: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
      d: fc.option(fc.constantFrom('2024-02-29', '2024-03-31', '1999-12-31'), { nil: null }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((rows) => {
    const cells = (name: 'a' | 'b' | 'n' | 'k' | 'd'): Cell[] =>
      rows.map((row) => (name === 'n' && row.n !== null ? row.n + 0 : row[name]));
    return {
      a: { type: 'VARCHAR', cells: cells('a') },
      b: { type: 'VARCHAR', cells: cells('b') },
      n: { type: 'DOUBLE', cells: cells('n') },
      k: { type: 'BIGINT', cells: cells('k') },
      d: { type: 'DATE', cells: cells('d') },
    };
  });

/** One of each kind that looks at a single row, and of those that learn from all and then look at a single row. */
const rowWise: readonly CleaningStep[] = [
  step({ kind: 'trim-text', columns: ['a'] }),
  step({ kind: 'change-case', columns: ['a', 'b'], to: 'title' }),
  step({ kind: 'normalise-text', columns: ['a'], removeAccents: true }),
  step({ kind: 'replace-text', columns: ['a'], find: '[0-9]', replacement: '#', pattern: true }),
  step({ kind: 'extract-text', column: 'a', pattern: '[a-z]+', into: 'part' }),
  step({ kind: 'pad-text', columns: ['b'], length: 6 }),
  step({ kind: 'parse-numbers', columns: ['a'], unit: 'g', decimal: ',' }),
  step({ kind: 'parse-dates', columns: ['a'] }),
  step({ kind: 'change-type', columns: ['k'], to: 'text' }),
  step({ kind: 'round-numbers', columns: ['n'], digits: 1 }),
  step({
    kind: 'rename-columns',
    names: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
  }),
  step({ kind: 'keep-columns', columns: ['n', 'a'], others: 'after' }),
  step({ kind: 'drop-columns', columns: ['d'] }),
  step({ kind: 'split-column', column: 'a', delimiter: ' ' }),
  step({ kind: 'combine-columns', columns: ['a', 'k'], into: 'all' }),
  step({ kind: 'derive-column', into: 'r', expression: '"n" / "k"' }),
  step({ kind: 'bin-numbers', column: 'n', method: 'frequency', bins: 3, into: 'bin' }),
  step({ kind: 'map-values', column: 'b', pairs: [{ from: 'red', to: 'green' }] }),
  step({ kind: 'group-categories', column: 'b', groups: [{ to: 'blue', from: ['red'] }] }),
  step({ kind: 'merge-rare', columns: ['b'], rule: 'count', count: 2 }),
  step({ kind: 'fill-missing', columns: ['n', 'k', 'd'], method: 'median', indicator: true }),
  step({ kind: 'fill-missing', columns: ['n'], method: 'mean', within: ['b'] }),
  step({ kind: 'fill-from-neighbours', columns: ['n', 'b'] }),
  step({ kind: 'cap-outliers', columns: ['n', 'k'], method: 'iqr' }),
  step({ kind: 'mark-outliers', columns: ['n', 'k'], method: 'isolation-forest' }),
  step({ kind: 'mark-outliers', columns: ['n', 'k'], method: 'robust-z' }),
];

type Columns = typeof tables extends fc.Arbitrary<infer Table> ? Table : never;

const rowsOf = (of: Columns): number => of.n.cells.length;

const row = (of: Columns, index: number): Columns => {
  const only = ({ type, cells }: { type: string; cells: Cell[] }) => ({
    type,
    cells: [cells[index] ?? null],
  });
  return { a: only(of.a), b: only(of.b), n: only(of.n), k: only(of.k), d: only(of.d) };
};

describe('laws of cleaning', () => {
  test('a later file cleaned row by row is the later file cleaned as a whole', async () => {
    for (const one of rowWise) {
      await fc.assert(
        fc.asyncProperty(tables, tables, async (training, later) => {
          const { learned } = await run(tableOf(training), [one], { tolerant: true });
          if (!(one.id in learned)) return;
          const whole = await run(tableOf(later), [one], { learned });
          const parts: Record<string, Cell[]> = {};
          for (let index = 0; index < rowsOf(later); index++) {
            const { cells } = await run(tableOf(row(later, index)), [one], { learned });
            for (const [name, list] of Object.entries(cells)) (parts[name] ??= []).push(...list);
          }
          expect(parts).toEqual(whole.cells);
        }),
        { numRuns: 2 },
      );
    }
  });

  test('a step that is switched off is a step that is not there', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.shuffledSubarray([...rowWise], { maxLength: 4 }),
        fc.nat(3),
        async (of, some, place) => {
          const off = some.map((one, index) => (index === place ? { ...one, enabled: false } : one));
          const without = some.filter((_, index) => index !== place);
          const [one, other] = [
            await run(tableOf(of), off, { tolerant: true }),
            await run(tableOf(of), without, { tolerant: true }),
          ];
          expect(one.cells).toEqual(other.cells);
          expect(one.learned).toEqual(other.learned);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('the order of steps about different columns does not matter', async () => {
    const independent = [
      step({ kind: 'trim-text', columns: ['a'] }),
      step({ kind: 'merge-rare', columns: ['b'], rule: 'count', count: 2 }),
      step({ kind: 'fill-missing', columns: ['n'], method: 'mean' }),
      step({ kind: 'cap-outliers', columns: ['k'], method: 'iqr' }),
      step({ kind: 'fill-in-order', columns: ['d'], method: 'forward' }),
    ];
    await fc.assert(
      fc.asyncProperty(tables, fc.shuffledSubarray(independent, { minLength: 5 }), async (of, shuffled) => {
        const [one, other] = [await run(tableOf(of), independent), await run(tableOf(of), shuffled)];
        expect(other.cells).toEqual(one.cells);
        expect(other.learned).toEqual(one.learned);
      }),
      { numRuns: 10 },
    );
  });

  test('a preview shows what the whole table gets, and taking the step back gives exactly what was there', async () => {
    await withFolder(async (folder) => {
      let number = 0;
      await fc.assert(
        fc.asyncProperty(
          tables,
          fc.shuffledSubarray([...rowWise], { minLength: 1, maxLength: 3 }),
          async (of, some) => {
            const parquet = join(folder, `${String((number += 1))}.parquet`);
            await writeTable(parquet, tableOf(of));
            const look = async (steps: readonly CleaningStep[]) => {
              const params = {
                parquet,
                steps,
                step: null,
                offset: 0,
                limit: 100,
                changedOnly: false,
                seed: 1,
                cleaning: null,
              };
              const { columns, rows } = await previewSteps(params, context);
              return Object.fromEntries(
                columns.map(({ name }, place) => [name, rows.map(({ cells }) => cells[place] ?? null)]),
              );
            };
            const before = await look([]);
            expect(await look(some)).toEqual((await run(tableOf(of), some, { tolerant: true })).cells);
            expect(await look([])).toEqual(before);
          },
        ),
        { numRuns: 10 },
      );
    });
  });

  test('every step that keeps rows and learns nothing else of them is in the first law', () => {
    const kinds = new Set(rowWise.map(({ kind }) => kind));
    const left = Object.values(stepDefinitions).filter(
      ({ kind, effect }) =>
        (effect === 'cells' || effect === 'columns') && ![...kinds].some((one) => one === kind),
    );
    // These are about a row's place among others, this very table, or the columns alone.
    expect(left.map(({ kind }) => kind).sort()).toEqual([
      'correct-cell',
      'drop-missing-columns',
      'fill-in-order',
    ]);
  });
});

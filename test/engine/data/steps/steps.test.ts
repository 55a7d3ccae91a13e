import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepDefinitions, type StepKind } from '../../../../src-main/contract/cleaning';
import { steps } from '../../../../src-main/engine/data/steps';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });
const decimal = (...cells: (number | null)[]) => ({ type: 'DOUBLE', cells });

test('every kind of step is described and done under its own name', () => {
  expect(Object.keys(steps).sort()).toEqual(Object.keys(stepDefinitions).sort());
  for (const kind of Object.keys(stepDefinitions)) {
    const definition = stepDefinitions[kind as StepKind];
    expect(definition.kind).toBe(kind);
    expect(definition.purpose.endsWith('.')).toBe(true);
    expect(definition.effect).toBe(steps[kind as StepKind].effect);
  }
});

describe('trim-text', () => {
  test('trims what Unicode counts as blank, and leaves other columns alone', async () => {
    const { cells } = await run(
      tableOf({ a: text('  x ', '\u00a0y\u3000', 'p \t q', '   ', null), b: text(' z', '', null, '1', '2') }),
      [step({ kind: 'trim-text', columns: ['a'] })],
    );
    expect(cells).toEqual({ a: ['x', 'y', 'p q', null, null], b: [' z', '', null, '1', '2'] });
  });

  test('does what JavaScript does to any text, and nothing when done again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', 'ä', '中', "'", '"', 'b') }), {
          minLength: 1,
          maxLength: 30,
        }),
        async (cells) => {
          const trim = step({ kind: 'trim-text', columns: ['a'], inner: false, emptyIsMissing: false });
          const table = tableOf({ a: text(...cells) });
          const once = await run(table, [trim]);
          expect(once.cells['a']).toEqual(cells.map((cell) => cell.trim()));
          expect((await run(table, [trim, { ...trim, id: 'again' }])).cells).toEqual(once.cells);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('fill-missing', () => {
  const table = tableOf({
    n: decimal(1, null, 4, 10, null),
    k: { type: 'BIGINT', cells: [1, 2, null, 4, 4] },
    d: { type: 'DATE', cells: ['2024-01-01', null, '2024-01-03', '2024-01-05', null] },
    c: text('b', 'a', null, 'b', 'a'),
  });

  test('by the median, the mean and the most frequent value', async () => {
    const fill = (method: string) =>
      run(table, [step({ kind: 'fill-missing', columns: ['n', 'k', 'd'], method })]);
    expect((await fill('median')).cells).toMatchObject({
      n: [1, 4, 4, 10, 4],
      k: [1, 2, 3, 4, 4],
      d: ['2024-01-01', '2024-01-03', '2024-01-03', '2024-01-05', '2024-01-03'],
    });
    expect((await fill('mean')).cells).toMatchObject({ n: [1, 5, 4, 10, 5], k: [1, 2, 3, 4, 4] });
    const mode = await run(table, [step({ kind: 'fill-missing', columns: ['c', 'k'], method: 'mode' })]);
    // Two are as frequent: the smaller one.
    expect(mode.cells).toMatchObject({ c: ['b', 'a', 'a', 'b', 'a'], k: [1, 2, 4, 4, 4] });
  });

  test('remembers where, and takes what it learned to a later file', async () => {
    const fill = step({ kind: 'fill-missing', columns: ['n'], method: 'mean', indicator: true });
    const { learned, cells } = await run(table, [fill]);
    expect(cells['n is missing']).toEqual([false, true, false, false, true]);
    const later = await run(tableOf({ n: decimal(null, 100) }), [fill], { learned });
    expect(later.cells).toEqual({ n: [5, 100], 'n is missing': [true, false] });
  });

  test('what cannot be is told', async () => {
    const fill = (parameters: Record<string, unknown>) =>
      run(table, [step({ kind: 'fill-missing', ...parameters })]);
    await expect(fill({ columns: ['c'], method: 'mean' })).rejects.toMatchObject({ code: 'STEP_INVALID' });
    await expect(fill({ columns: ['n'], method: 'constant', value: 'x' })).rejects.toMatchObject({
      code: 'STEP_INVALID',
      received: 'x',
    });
    await expect(fill({ columns: ['gone'] })).rejects.toMatchObject({
      code: 'STEP_INVALID',
      received: 'gone',
    });
  });
});

describe('a chain of steps', () => {
  const table = tableOf({ a: text(' x', 'x', 'y', null), b: decimal(1, 1, 2, 3) });

  test('each step gets what the one before made of it', async () => {
    const chain = [
      step({ kind: 'trim-text', columns: ['a'] }),
      step({ kind: 'remove-duplicates' }),
      step({ kind: 'fill-missing', columns: ['a'], method: 'constant', value: 'z' }),
    ];
    const { cells, rows } = await run(table, chain);
    expect(cells).toEqual({ a: ['x', 'y', 'z'], b: [1, 2, 3] });
    expect(rows).toEqual([0, 2, 3]);
    // The other way round nothing is equal yet.
    const [trim, remove] = chain;
    if (trim === undefined || remove === undefined) throw new Error('no steps');
    expect((await run(table, [remove, trim])).rows).toEqual([0, 1, 2, 3]);
  });

  test('a later file keeps every row', async () => {
    const chain = [step({ kind: 'remove-duplicates', columns: ['b'] })];
    const { learned } = await run(table, chain);
    expect((await run(table, chain, { learned })).rows).toEqual([0, 1, 2, 3]);
  });

  test('a step that is switched off does nothing; one that cannot be done is passed over when that is allowed', async () => {
    const off = { ...step({ kind: 'drop-columns', columns: ['b'] }), enabled: false };
    const broken = step({ kind: 'drop-columns', columns: ['gone'] });
    const { cells, stages } = await run(table, [off, broken, step({ kind: 'trim-text', columns: ['a'] })], {
      tolerant: true,
    });
    expect(cells).toEqual({ a: ['x', 'x', 'y', null], b: [1, 1, 2, 3] });
    expect(stages.map(({ error }) => error?.code ?? null)).toEqual(['STEP_INVALID', null]);
    await expect(run(table, [broken])).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });
});

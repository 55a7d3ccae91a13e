import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CleaningStep } from '../../../../src-main/contract/cleaning';
import type { WantedColumn } from '../../../../src-main/engine/export/onnx/cleaning/plan';
import { step } from '../../data/steps/support';
import { cleanBothWays, derivedInGraph } from './support';
import type { Columns } from './support';

const maybe = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(cell, { freq: 6 });
const double = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  fc.constantFrom(0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.15, 0.25, 1e15, -1e15, 18, 65, 100),
);
const whole = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0, 1, 2, 3, 5, 18, 65, 1e12));
const word = fc.constantFrom('a', 'b', 'c', 'left', 'right', 'NA', ' a', 'A', 'ü', '数据', 'never');
const date = fc
  .integer({ min: -20_000, max: 40_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

const rows = { minLength: 40, maxLength: 40 };
/** Two numbers, a whole number, a text, a truth value and two dates. */
const table: fc.Arbitrary<Columns> = fc.record({
  x: fc.array(maybe(double), rows).map((cells) => ({ type: 'decimal' as const, cells })),
  y: fc.array(maybe(double), rows).map((cells) => ({ type: 'decimal' as const, cells })),
  n: fc.array(maybe(whole), rows).map((cells) => ({ type: 'integer' as const, cells })),
  t: fc.array(maybe(word), rows).map((cells) => ({ type: 'category' as const, cells })),
  b: fc.array(maybe(fc.boolean()), rows).map((cells) => ({ type: 'boolean' as const, cells })),
  d: fc.array(maybe(date), rows).map((cells) => ({ type: 'date' as const, cells })),
  e: fc.array(maybe(date), rows).map((cells) => ({ type: 'date' as const, cells })),
});

const all: WantedColumn[] = [
  { name: 'x', kind: 'number' },
  { name: 'y', kind: 'number' },
  { name: 'n', kind: 'number' },
  { name: 't', kind: 'text' },
  { name: 'b', kind: 'text' },
  { name: 'd', kind: 'moment' },
  { name: 'e', kind: 'moment' },
];

interface Case {
  name: string;
  steps: CleaningStep[];
  /** Columns that the steps make. */
  made?: WantedColumn[];
}

const derived = (expression: string, kind: WantedColumn['kind'] = 'number'): Case => ({
  name: expression,
  steps: [step({ kind: 'derive-column', form: 'expression', expression, into: 'z' })],
  made: [{ name: 'z', kind }],
});

const inside: Case[] = [
  ...(['median', 'mean', 'mode'] as const).map((method) => ({
    name: `fill numbers with the ${method}`,
    steps: [step({ kind: 'fill-missing', columns: ['x', 'n', 'd'], method, indicator: true })],
    made: [{ name: 'x is missing', kind: 'text' as const }],
  })),
  {
    name: 'fill text with the mode',
    steps: [step({ kind: 'fill-missing', columns: ['t', 'b'], method: 'mode' })],
  },
  {
    name: 'fill with a value',
    steps: [step({ kind: 'fill-missing', columns: ['x'], method: 'constant', value: '7.25' })],
  },
  {
    name: 'fill a date',
    steps: [step({ kind: 'fill-missing', columns: ['d'], method: 'constant', value: '2024-02-29' })],
  },
  {
    name: 'fill a text',
    steps: [step({ kind: 'fill-missing', columns: ['t'], method: 'constant', value: 'unknown' })],
  },
  ...(['cap', 'missing'] as const).flatMap((action) =>
    (['iqr', 'z', 'robust-z'] as const).map((method) => ({
      name: `cap outliers: ${action}, ${method}`,
      steps: [step({ kind: 'cap-outliers', columns: ['x', 'n'], method, action })],
    })),
  ),
  {
    name: 'mark outliers',
    steps: [step({ kind: 'mark-outliers', columns: ['x', 'n'], method: 'iqr', into: 'odd' })],
    made: [{ name: 'odd', kind: 'text' }],
  },
  ...(['nearest', 'down', 'up'] as const).flatMap((direction) =>
    [-2, 0, 1, 3].map((digits) => ({
      name: `round ${direction} to ${String(digits)}`,
      steps: [step({ kind: 'round-numbers', columns: ['x', 'n'], digits, direction })],
    })),
  ),
  {
    name: 'bins by edges',
    steps: [
      step({ kind: 'bin-numbers', column: 'x', method: 'edges', edges: ['0', '18', '65'], into: 'bin' }),
    ],
    made: [{ name: 'bin', kind: 'text' }],
  },
  {
    name: 'bins by frequency, of whole numbers, with labels',
    steps: [
      step({
        kind: 'bin-numbers',
        column: 'n',
        method: 'edges',
        edges: ['2'],
        labels: ['few', 'many'],
        into: 'bin',
      }),
    ],
    made: [{ name: 'bin', kind: 'text' }],
  },
  {
    name: 'map texts',
    steps: [
      step({
        kind: 'map-values',
        column: 't',
        pairs: [
          { from: 'a', to: 'b' },
          { from: 'b', to: '' },
          { from: 'x', to: 'y' },
        ],
      }),
    ],
  },
  {
    name: 'map texts, others missing',
    steps: [step({ kind: 'map-values', column: 't', pairs: [{ from: 'a', to: 'one' }], others: 'missing' })],
  },
  {
    name: 'map whole numbers',
    steps: [
      step({
        kind: 'map-values',
        column: 'n',
        pairs: [
          { from: '1', to: '2' },
          { from: '2', to: '' },
          { from: '03', to: '4' },
        ],
      }),
    ],
  },
  {
    name: 'group categories',
    steps: [
      step({
        kind: 'group-categories',
        column: 't',
        groups: [
          { to: 'a', from: ['A', ' a', 'a'] },
          { to: 'x', from: ['A'] },
        ],
      }),
    ],
  },
  { name: 'merge rare', steps: [step({ kind: 'merge-rare', columns: ['t'], rule: 'count', count: 3 })] },
  { name: 'whole numbers', steps: [step({ kind: 'change-type', columns: ['x'], to: 'integer' })] },
  { name: 'decimals', steps: [step({ kind: 'change-type', columns: ['n'], to: 'decimal' })] },
  {
    name: 'renamed, exchanged',
    steps: [
      step({
        kind: 'rename-columns',
        names: [
          { from: 'x', to: 'y' },
          { from: 'y', to: 'x' },
        ],
      }),
      step({ kind: 'round-numbers', columns: ['x'] }),
    ],
  },
  ...(['difference', 'ratio'] as const).map((form) => ({
    name: form,
    steps: [step({ kind: 'derive-column', form, first: 'x', second: 'n', into: 'z' })],
    made: [{ name: 'z', kind: 'number' as const }],
  })),
  {
    name: 'days',
    steps: [step({ kind: 'derive-column', form: 'days', first: 'd', second: 'e', into: 'z' })],
    made: [{ name: 'z', kind: 'number' }],
  },
  derived('x / y'),
  derived('x / n + 1'),
  derived('n % 7'),
  derived('-x * 2 + y * 0.5 - 3'),
  derived('x - (y - n) * 2'),
  derived('abs(x) + floor(y) - ceil(y)'),
  derived('round(x)'),
  derived('log10(abs(y) + 1)'),
  derived('CASE n WHEN 1 THEN 10 WHEN 2 THEN 20 END'),
  derived('greatest(x, y, 0)'),
  derived('least(x, n)'),
  derived('nullif(n, 2)'),
  derived('exp(least(x, 5))'),
  derived('pow(x, 2)'),
  derived('if(x > y, x, y)'),
  derived("CASE WHEN t = 'a' THEN x ELSE y END"),
  derived('x > y', 'text'),
  derived('x > y OR b', 'text'),
  derived('NOT (x > 0 AND n <= 2)', 'text'),
  derived('n IN (1, 2, 3)', 'text'),
  derived('n NOT IN (1, 2) AND x BETWEEN 0 AND 100', 'text'),
  derived("t IN ('a', 'b')", 'text'),
  derived("CASE WHEN x >= 18 THEN 'grown' ELSE 'young' END", 'text'),
  derived("CASE WHEN b THEN t ELSE 'no' END", 'text'),
  {
    name: 'several, one after the other',
    steps: [
      step({ kind: 'fill-missing', columns: ['x', 'y', 't'], method: 'constant', value: '3' }),
      step({ kind: 'cap-outliers', columns: ['y'], method: 'iqr' }),
      step({ kind: 'derive-column', form: 'expression', expression: 'x / y', into: 'z' }),
      step({ kind: 'round-numbers', columns: ['z'], digits: 2 }),
      step({ kind: 'fill-missing', columns: ['z'], method: 'median', indicator: true }),
      step({ kind: 'rename-columns', names: [{ from: 'z', to: 'rate' }] }),
      step({ kind: 'drop-columns', columns: ['e'] }),
      step({ kind: 'bin-numbers', column: 'rate', method: 'edges', edges: ['0', '1'], into: 'band' }),
    ],
    made: [
      { name: 'rate', kind: 'number' },
      { name: 'z is missing', kind: 'text' },
      { name: 'band', kind: 'text' },
    ],
  },
];

const isClose = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));

describe('cleaning in the graph gives what DuckDB gives', () => {
  it.each(inside)('$name', async ({ steps, made = [] }) => {
    const dropped = steps.some(({ kind }) => kind === 'drop-columns') ? ['e'] : [];
    const wanted = [...all.filter(({ name }) => !dropped.includes(name)), ...made];
    await fc.assert(
      fc.asyncProperty(table, table, async (training, later) => {
        const { plan, columns } = await cleanBothWays(training, later, steps, wanted);
        expect(plan.before).toEqual([]);
        for (const { name } of made) expect(columns).toHaveProperty([name]);
        for (const [name, { graph, table: expected }] of Object.entries(columns)) {
          expect(graph).toHaveLength(expected.length);
          graph.forEach((value, row) => {
            const wantedValue = expected[row];
            const same =
              typeof value === 'number' && typeof wantedValue === 'number'
                ? isClose(value, wantedValue)
                : value === wantedValue;
            if (!same) expect([name, row, value]).toEqual([name, row, wantedValue]);
          });
        }
      }),
      { numRuns: 3, seed: 20_261_124, endOnFailure: true },
    );
  });
});

describe('what fails in the application gives nothing in the graph', () => {
  const rows = [
    { x: 4, y: 1 },
    { x: -4, y: 2 },
    { x: 0, y: 3 },
    { x: null, y: 4 },
  ];

  // By the semantics of DuckDB's TRY: a row for which any part fails is NULL as a whole; branches that are not taken
  // do not fail.
  it.each([
    ['sqrt(x)', [2, Number.NaN, 0, Number.NaN]],
    ['ln(x)', [Math.fround(Math.log(4)), Number.NaN, Number.NaN, Number.NaN]],
    ['coalesce(ln(x), -1)', [Math.fround(Math.log(4)), Number.NaN, Number.NaN, -1]],
    ['coalesce(y, sqrt(x))', [1, 2, 3, 4]],
    ['CASE WHEN x > 0 THEN sqrt(x) WHEN x IS NULL THEN -1 ELSE y END', [2, 2, 3, -1]],
    ['x / (y - 1)', [Number.NaN, -4, 0, Number.NaN]],
  ])('%s', async (expression, expected) => {
    expect(await derivedInGraph(expression, 'decimal', rows)).toEqual(expected);
  });
});

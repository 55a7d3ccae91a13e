import { expect, test } from 'vitest';
import { cleaningStepSchema, stepDefinitions } from '../../src-main/contract/cleaning';
import { sourcesOf } from '../../src-main/contract/cleaning/lineage';

const chain = (...steps: Record<string, unknown>[]) =>
  steps.map((step, index) => cleaningStepSchema.parse({ id: `step-${String(index)}`, ...step }));
const sources = (steps: Record<string, unknown>[], ...columns: string[]) =>
  [...sourcesOf(chain(...steps), columns)].sort();

test('what a column follows from is found through names, parts and expressions', () => {
  const steps = [
    { kind: 'trim-text', columns: ['place', 'cost'] },
    { kind: 'split-column', column: 'place', names: ['city', 'country'] },
    { kind: 'rename-columns', names: [{ from: 'cost', to: 'price' }] },
    { kind: 'derive-column', into: 'per area', expression: '"price" / "area"' },
    { kind: 'combine-columns', columns: ['city', 'street'], into: 'address' },
    { kind: 'filter-rows', by: 'expression', expression: '"other" > 1' },
  ];
  expect(sources(steps, 'price')).toEqual(['cost']);
  expect(sources(steps, 'per area')).toEqual(['area', 'cost']);
  expect(sources(steps, 'address')).toEqual(['place', 'street']);
  expect(sources(steps, 'country', 'area')).toEqual(['area', 'place']);
  expect(sources(steps, 'untouched')).toEqual(['untouched']);
});

test('names may be exchanged, and used again', () => {
  const exchanged = {
    kind: 'rename-columns',
    names: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
  };
  expect(sources([exchanged], 'a')).toEqual(['b']);
  expect(sources([exchanged, exchanged], 'a')).toEqual(['a']);
  expect(sources([{ ...exchanged, enabled: false }], 'a')).toEqual(['a']);
  const again = [
    { kind: 'combine-columns', columns: ['a', 'b'], into: 'a', keep: false },
    { kind: 'bin-numbers', column: 'a', into: 'bin' },
  ];
  expect(sources(again, 'bin')).toEqual(['a', 'b']);
});

test('what is filled follows from the columns that it is filled by', () => {
  const within = { kind: 'fill-missing', columns: ['age', 'fare'], within: ['class'], indicator: true };
  expect(sources([within], 'age')).toEqual(['age', 'class']);
  expect(sources([within], 'age is missing')).toEqual(['age']);
  expect(sources([{ ...within, method: 'constant' }], 'age')).toEqual(['age']);
  const nearby = { kind: 'fill-in-order', columns: ['level'], order: 'time', within: ['station'] };
  expect(sources([nearby], 'level')).toEqual(['level', 'station', 'time']);
  expect(sources([nearby], 'time')).toEqual(['time']);
  const similar = { kind: 'fill-from-neighbours', columns: ['age', 'fare'], by: ['class'] };
  expect(sources([similar], 'age')).toEqual(['age', 'class', 'fare']);
});

test('columns of marks and of other tables follow from what they are made of', () => {
  expect(sources([{ kind: 'mark-outliers', columns: ['a', 'b'], into: 'odd' }], 'odd')).toEqual(['a', 'b']);
  const grouped = {
    kind: 'aggregate',
    keys: ['customer'],
    measures: [
      { measure: 'count' },
      { measure: 'mean', column: 'price' },
      { measure: 'sum', column: 'pieces', name: 'sold' },
    ],
  };
  expect(sources([grouped], 'count')).toEqual(['customer']);
  expect(sources([grouped], 'mean of price')).toEqual(['customer', 'price']);
  expect(sources([grouped], 'sold')).toEqual(['customer', 'pieces']);
  const longer = { kind: 'pivot-longer', columns: ['may', 'june'], nameColumn: 'month', valueColumn: 'rain' };
  expect(sources([longer], 'rain')).toEqual(['june', 'may']);
  expect(sources([longer], 'station')).toEqual(['station']);
  // The names of a pivot's columns are learned, so all that it names is taken.
  const wider = { kind: 'pivot-wider', keys: ['station'], names: 'month', values: 'rain' };
  expect(sources([longer, wider], 'may')).toEqual(['june', 'may', 'station']);
});

test('no parameter takes the place of what every step has', () => {
  for (const { kind, fields } of Object.values(stepDefinitions))
    expect([kind, fields.map(({ name }) => name)]).toEqual([
      kind,
      fields.map(({ name }) => name).filter((name) => !['id', 'kind', 'name', 'enabled'].includes(name)),
    ]);
});

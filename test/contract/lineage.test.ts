import { expect, test } from 'vitest';
import { cleaningStepSchema } from '../../src-main/contract/cleaning';
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
    { kind: 'derive-column', name: 'per area', expression: '"price" / "area"' },
    { kind: 'combine-columns', columns: ['city', 'street'], name: 'address' },
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
    { kind: 'combine-columns', columns: ['a', 'b'], name: 'a', keep: false },
    { kind: 'bin-numbers', column: 'a', name: 'bin' },
  ];
  expect(sources(again, 'bin')).toEqual(['a', 'b']);
});

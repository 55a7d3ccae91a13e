import { expect, test } from 'vitest';
import { cleaningSchema } from '../../../src-main/contract';
import { recipeSchema, type Recipe } from '../../../src-main/contract/schemas/recipe';
import {
  correctedRow,
  correctionProblem,
  correctionsOf,
  withCorrection,
} from '../../../src-renderer/logic/corrections';

const empty: Recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: null,
});

test('corrections are steps of the recipe, and the last one of a cell counts', () => {
  let recipe = withCorrection(empty, 'one', { row: 3, column: 'n', value: '4' });
  recipe = withCorrection(recipe, 'two', { row: 3, column: 'n', value: '5' });
  recipe = withCorrection(recipe, 'three', { row: 0, column: '__proto__', value: null });
  expect(cleaningSchema.parse(recipe.cleaning)).toEqual(recipe.cleaning);
  const found = correctionsOf(recipe);
  expect(found.get(3)?.get('n')).toBe('5');
  expect(found.get(0)?.get('__proto__')).toBeNull();
  const off = recipe.cleaning.map((step) => ({ ...step, enabled: step.id !== 'two' }));
  expect(correctionsOf({ cleaning: off }).get(3)?.get('n')).toBe('4');
});

test('a row is shown as it will be', () => {
  const columns = [
    { name: 'n', type: 'integer' as const },
    { name: 'ok', type: 'boolean' as const },
    { name: 'word', type: 'category' as const },
  ];
  const corrections = new Map([
    ['n', '-7'],
    ['ok', null],
  ]);
  expect(correctedRow([1, true, 'a'], corrections, columns)).toEqual([-7, null, 'a']);
  expect(correctedRow([1, true, 'a'], undefined, columns)).toEqual([1, true, 'a']);
  expect(correctedRow(null, corrections, columns)).toBeNull();
});

test.each([
  ['12', 'integer', true],
  ['1.5', 'integer', false],
  ['1e3', 'decimal', true],
  ['1,5', 'decimal', false],
  ['TRUE', 'boolean', true],
  ['2024-12-31', 'date', true],
  ['31.12.2024', 'date', false],
  ['anything', 'category', true],
] as const)('%j in a column of %s', (text, type, fits) => {
  expect(correctionProblem(text, type) === null).toBe(fits);
});

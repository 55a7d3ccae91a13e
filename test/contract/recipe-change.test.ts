import { expect, test } from 'vitest';
import { cleaningStepSchema, type CleaningStep } from '../../src-main/contract/cleaning';
import { recipeChange } from '../../src-main/contract/recipe-change';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
import { RecipeJournal } from '../../src-main/workspace/journal';
import { emptyRecipe } from '../../src-main/workspace/migrations';

const step = (id: string, change: object = {}): CleaningStep =>
  cleaningStepSchema.parse({ id, kind: 'drop-columns', columns: [id], name: `Drop ${id}`, ...change });
const base: Recipe = { ...emptyRecipe(), cleaning: [step('a'), step('b')] };

test.each<[string, Partial<Recipe>]>([
  ['Drop c', { cleaning: [step('a'), step('b'), step('c')] }],
  ['removal of "Drop b"', { cleaning: [step('a')] }],
  ['switching "Drop b" off', { cleaning: [step('a'), step('b', { enabled: false })] }],
  ['edit of "Drop b"', { cleaning: [step('a'), step('b', { columns: ['x'] })] }],
  ['move of a cleaning step', { cleaning: [step('b'), step('a')] }],
  ['change of several cleaning steps', { cleaning: [] }],
  ['prediction of Age', { target: 'Age', columns: {} }],
  ['use of column Age', { columns: { Age: { role: 'ignore', type: 'integer' } } }],
  ['split of the rows', { split: { ...base.split, validation: 0.3 } }],
  ['training settings', { training: { ...base.training, epochs: 7 } }],
  ['seed', { seed: 77 }],
])('a change is told by name: %s', (name, change) => {
  const after = { ...base, ...change };
  expect(recipeChange(base, after)).toBe(name);
  const journal = RecipeJournal.startingWith(base).add(after);
  expect([journal.undoes, journal.redoes]).toEqual([name, undefined]);
  // What is taken back has the name under which it is done again.
  expect([journal.undo().undoes, journal.undo().redoes]).toEqual([undefined, name]);
});

test('the settings of a run put in at once are one change of all', () => {
  const { model, training, split } = base;
  const after: Recipe = {
    ...base,
    model: { ...model, dropout: 0.1 },
    training: { ...training, epochs: 3 },
    split: { ...split, test: 0.3 },
    target: 'Age',
  };
  expect(recipeChange(base, after)).toBe('change of all settings');
});

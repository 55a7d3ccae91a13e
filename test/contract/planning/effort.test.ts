import { describe, expect, test } from 'vitest';
import { effortOf, efforts, planOfEffort, withEffort } from '../../../src-main/contract/planning';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';

const recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  cleaning: [],
  target: 'y',
});
const facts = { rows: 5000, columns: 20, task: 'binary' } as const;

describe('efforts', () => {
  test('thorough averages 5 to 8 folds, the others train one network', () => {
    for (const rows of [200, 5_000, 19_999, 20_000, 2_000_000]) {
      const { folds } = planOfEffort('thorough', { rows });
      expect(folds).toBeGreaterThanOrEqual(5);
      expect(folds).toBeLessThanOrEqual(8);
      expect(planOfEffort('quick', { rows }).folds).toBe(1);
    }
    expect(withEffort(recipe, 'thorough', facts).split).toMatchObject({ folds: 8, afterFolds: 'average' });
  });

  test('a later effort takes back what an earlier one set', () => {
    const thorough = withEffort(recipe, 'thorough', facts);
    expect(withEffort(thorough, 'quick', facts)).toEqual(withEffort(recipe, 'quick', facts));
  });

  test('folds that only score stay', () => {
    const scored = { ...recipe, split: { ...recipe.split, folds: 5 } };
    expect(withEffort(scored, 'standard', facts).split).toEqual(scored.split);
  });

  test.each(efforts)('%s is recognised, until the recipe goes its own way', (effort) => {
    const made = withEffort(recipe, effort, facts);
    expect(effortOf(made, facts)).toBe(effort);
    expect(effortOf({ ...made, model: { ...made.model, preset: 'lstm' } }, facts)).toBeNull();
    const other = { ...made.split, folds: 3, afterFolds: 'average' } as const;
    expect(effortOf({ ...made, split: other }, facts)).toBeNull();
  });
});

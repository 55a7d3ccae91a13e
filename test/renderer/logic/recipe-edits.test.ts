import { describe, expect, test } from 'vitest';
import { datasetIdSchema, datasetSchema } from '../../../src-main/contract';
import {
  withDataset,
  withDefaults,
  withRole,
  withSettings,
  withTarget,
  withType,
} from '../../../src-renderer/logic/recipe-edits';
import { recipeDefaults } from '../../../src-renderer/logic/recipe-defaults';

const recipe = {
  ...recipeDefaults,
  target: 'price',
  task: 'regression' as const,
  columns: {
    city: { role: 'ignore' as const, type: 'category' as const },
    rooms: { role: 'input' as const, type: 'integer' as const },
  },
};

describe('edits of a recipe', () => {
  test('another target lets the task follow again, and a role that kept it out goes', () => {
    const after = withTarget(recipe, 'city');
    expect(after).toMatchObject({ target: 'city', task: 'auto' });
    expect(Object.keys(after.columns)).toEqual(['rooms']);
    expect(withTarget(recipe, 'price')).toBe(recipe);
  });

  test('the role of the target can be taken back', () => {
    const after = withRole(recipe, 'price', 'ignore', 'decimal');
    expect(after.target).toBeNull();
    expect(after.columns['price']).toEqual({ role: 'ignore', type: 'decimal' });
    expect(withRole(recipe, 'rooms', 'target', 'integer').target).toBe('rooms');
  });

  test('another type of the target lets the task follow again', () => {
    expect(withType(recipe, 'price', 'category', 'target').task).toBe('auto');
    expect(withType(recipe, 'rooms', 'category', 'input').task).toBe('regression');
  });

  test('the settings of a run are taken over for the columns that there are', () => {
    const data = { ...recipe.data, fingerprint: 'now' };
    const now = { ...recipe, data, target: 'rooms', columns: {}, task: 'auto' as const };
    const made = { ...recipe, seed: 9, training: { ...recipe.training, learningRate: 0.5 } };
    const all = withSettings(now, made, ['price', 'city', 'rooms']);
    expect(all).toEqual({ ...made, data });
    const fewer = withSettings(now, made, ['city', 'rooms']);
    expect(fewer).toMatchObject({ target: 'rooms', task: 'auto', seed: 9, training: { learningRate: 0.5 } });
    expect(fewer.columns).toEqual({ city: { role: 'ignore', type: 'category' } });
  });

  test('defaults forget what was chosen', () => {
    expect(Object.keys(withDefaults(recipe, 'city').columns)).toEqual(['rooms']);
  });

  test('another data set keeps what it still has', () => {
    const column = (name: string): object => ({ name, type: 'integer', identifier: false, constant: false });
    const dataset = datasetSchema.parse({
      formatVersion: 1,
      id: 'other',
      name: 'other',
      createdAt: '2026-01-01T00:00:00Z',
      source: { name: 'other.csv', bytes: 1 },
      fingerprint: 'f',
      reading: {
        encoding: 'utf-8',
        delimiter: ',',
        quote: '"',
        hasHeader: true,
        decimalSeparator: '.',
        dateOrder: 'ymd',
        missingWords: [],
      },
      rows: 1,
      columns: [column('rooms'), column('size')],
      rejectedRows: 0,
      warnings: [],
    });
    const after = withDataset(recipe, dataset);
    expect(after).toMatchObject({ target: null, task: 'auto', data: { dataset: 'other', fingerprint: 'f' } });
    expect(Object.keys(after.columns)).toEqual(['rooms']);
    // The first data gets what suits most tables, unless something was chosen before.
    expect(after.model).toMatchObject({ preset: 'tabm' });
    const chosen = { ...recipe, training: { ...recipe.training, epochs: 7 } };
    expect(withDataset(chosen, dataset)).toMatchObject({ model: recipe.model, training: { epochs: 7 } });
    expect(withDataset(after, { ...dataset, id: datasetIdSchema.parse('third') }).model).toEqual(after.model);
  });
});

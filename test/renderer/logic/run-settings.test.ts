import { expect, test } from 'vitest';
import { recipeDefaults } from '../../../src-renderer/logic/recipe-defaults';
import { runSettings } from '../../../src-renderer/logic/run-settings';

const rows = { train: 220, validation: 55, test: 69 };

test('the settings of a run are told as they were, with the batch size that was chosen by itself', () => {
  const settings = new Map(runSettings({ recipe: recipeDefaults, rows }));
  expect(settings.get('Hidden layers')).toBe('64, 64');
  expect(settings.get('Batch size')).toBe('32 rows, chosen by itself');
  expect(settings.get('Validation and test')).toBe('16 % and 20 %');
});

test('a batch is never larger than the training rows', () => {
  const training = { ...recipeDefaults.training, batchSize: 1024, learningRate: 0.5 };
  const settings = new Map(runSettings({ recipe: { ...recipeDefaults, training }, rows }));
  expect(settings.get('Batch size')).toBe('220 rows');
  expect(settings.get('Learning rate')).toBe('0.5');
});

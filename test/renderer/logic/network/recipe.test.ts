import { expect, test } from 'vitest';
import { inspectNetwork } from '../../../../src-main/contract/network/inspect';
import { fixesOf } from '../../../../src-main/contract/network/mistakes';
import { memoryOf } from '../../../../src-main/contract/planning';
import { recipeSchema } from '../../../../src-main/contract/schemas/recipe';
import { differences } from '../../../../src-renderer/logic/network/difference';
import { mistakesOfRecipe } from '../../../../src-renderer/logic/network/recipe-mistakes';
import { numbersIn } from '../../../../src-renderer/logic/network/setting-text';
import { changeSettings, insertBehind, removeLayers } from '../../../../src-main/contract/network/edit';
import { contextOf, presetNetwork } from '../../../contract/network/networks';

const context = contextOf('table');
const network = presetNetwork('mlp', context);
const facts = inspectNetwork(network, context);
const recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: 'y',
});

test('a loss that does not suit is told at the output, with the one that does to click', () => {
  const wrong = { ...recipe, training: { ...recipe.training, loss: 'huber' as const } };
  const [mistake] = mistakesOfRecipe(wrong, planOf('multiclass'), facts, null, null);
  expect(mistake).toMatchObject({ layer: 'output', severity: 'error', code: 'LOSS_UNSUITABLE' });
  const fix = mistake === undefined ? undefined : fixesOf(mistake, network, context)[0];
  expect(fix?.training?.(wrong.training).loss).toBe('auto');
  expect(mistakesOfRecipe(recipe, planOf('multiclass'), facts, null, null)).toEqual([]);
});

test('a network that does not fit into memory is told at its largest layer, with figures', () => {
  const wide = changeSettings(changeSettings(network, 'hidden1', { units: 60_000 }), 'hidden2', {
    units: 60_000,
  });
  const large = inspectNetwork(wide, context);
  const memory = memoryOf(large, recipe.training, 32);
  // 60,000 x 60,000 weights with gradients and both moments of Adam: 16 bytes each.
  expect(memory.training).toBeGreaterThan(16 * 3.6e9);
  const [mistake] = mistakesOfRecipe(recipe, planOf('binary'), large, memory, 8e9);
  expect(mistake).toMatchObject({ layer: 'hidden2', severity: 'warning' });
  expect(mistake?.message).toContain('8.0 GB');
});

test('what going back to a preset loses is listed', () => {
  expect(differences(network, network)).toEqual([]);
  const changed = changeSettings(
    insertBehind(removeLayers(network, ['dropout2']), 'hidden2', 'prelu').network,
    'hidden1',
    { units: 5 },
  );
  expect(differences(network, changed)).toEqual([
    '1 layer added: PReLU',
    '1 layer removed: Dropout',
    '1 layer with other settings: Hidden layer 1',
    '2 layers connected otherwise: Activation, Output',
  ]);
});

test('numbers of a text', () => {
  expect(numbersIn('28, 28 × 1')).toEqual([28, 28, 1]);
  expect(numbersIn('28,')).toEqual([28]);
  expect(numbersIn('')).toBeUndefined();
  expect(numbersIn('2.5')).toBeUndefined();
  expect(numbersIn('a')).toBeUndefined();
});

function planOf(task: 'multiclass' | 'binary') {
  return {
    task,
    taskReason: '',
    problems: [],
    columns: [],
    rows: { total: 0, targetMissing: 0, train: 100, validation: 0, test: 0 },
    layers: [],
    parameters: 0,
    batchSize: 32,
    learningRate: 0.001,
    loss: null,
  };
}

import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { planRecipe, planTask, presetFacts, roleOf, withPreset } from '../../../src-main/contract/planning';
import type { ColumnSummary, ColumnType } from '../../../src-main/contract/schemas/data';
import { planSchema, recipeSchema, type Recipe } from '../../../src-main/contract/schemas/recipe';
import { trainingSchema } from '../../../src-main/contract/schemas/training';

function column(
  name: string,
  type: ColumnType,
  distinct: number,
  changes: Partial<ColumnSummary> = {},
): ColumnSummary {
  const nothing = { numbers: null, dates: null, histogram: null, top: [] };
  return {
    name,
    type,
    distinct,
    identifier: false,
    constant: distinct < 2,
    missing: 0,
    ...nothing,
    ...changes,
  };
}

function recipe(changes: Partial<Recipe> = {}): Recipe {
  const data = { dataset: null, fingerprint: null, reading: null };
  return recipeSchema.parse({ version: 1, data, target: 'species', ...changes });
}

const columns = [
  column('species', 'category', 3, { missing: 4 }),
  column('weight', 'decimal', 90, { missing: 2 }),
  column('island', 'category', 3),
  column('seen', 'date', 50),
  column('id', 'integer', 104, { identifier: true }),
  column('note', 'text', 100),
  column('always', 'category', 1),
  column('nickname', 'category', 80),
];
const profile = { rows: 104, columns };

describe('the task that "auto" means', () => {
  test.each([
    ['boolean', 2, 'binary'],
    ['category', 2, 'binary'],
    ['category', 7, 'multiclass'],
    ['integer', 2, 'binary'],
    ['integer', 10, 'multiclass'],
    ['integer', 11, 'regression'],
    ['decimal', 3, 'regression'],
    ['decimal', 2, 'binary'],
  ] as const)('%s with %i different values: %s', (type, distinct, task) => {
    expect(planTask({ task: 'auto' }, column('y', type, distinct)).task).toBe(task);
  });

  test.each([
    ['category', 1, 'auto', 'TARGET_SINGLE_CLASS'],
    ['category', 500, 'auto', 'TARGET_UNSUITABLE'],
    ['date', 9, 'auto', 'TARGET_UNSUITABLE'],
    ['category', 3, 'regression', 'TARGET_UNSUITABLE'],
    ['category', 3, 'binary', 'TARGET_UNSUITABLE'],
  ] as const)('%s with %i different values as %s: %s', (type, distinct, task, code) => {
    expect(() => planTask({ task }, column('y', type, distinct))).toThrow(expect.objectContaining({ code }));
  });

  test('a chosen task is kept where it can be', () => {
    expect(planTask({ task: 'regression' }, column('y', 'integer', 5)).task).toBe('regression');
    expect(planTask({ task: 'multiclass' }, column('y', 'integer', 30)).task).toBe('multiclass');
  });
});

test('the whole plan of a recipe', () => {
  const plan = planSchema.parse(planRecipe(recipe(), profile));
  expect(plan.task).toBe('multiclass');
  expect(plan.problems).toEqual([]);
  expect(plan.columns.map(({ name, role, width }) => [name, role, width])).toEqual([
    ['species', 'target', 0],
    ['weight', 'input', 2],
    ['island', 'input', 4],
    ['seen', 'input', 7],
    ['id', 'ignore', 0],
    ['note', 'ignore', 0],
    ['always', 'ignore', 0],
    ['nickname', 'ignore', 0],
  ]);
  expect(plan.rows).toEqual({ total: 104, targetMissing: 4, train: 64, validation: 16, test: 20 });
  // (13 + 1) 64 + (64 + 1) 64 + (64 + 1) 3
  expect(plan.parameters).toBe(14 * 64 + 65 * 64 + 65 * 3);
  expect(plan.layers.map(({ units }) => units)).toEqual([13, 64, 64, 3]);
});

test('what keeps a recipe from being trained is told, with what to do', () => {
  const codes = (changes: Partial<Recipe>, rows = profile.rows): string[] =>
    planRecipe(recipe(changes), { ...profile, rows }).problems.map(({ code }) => code);
  expect(codes({ target: null })).toContain('TARGET_NOT_FOUND');
  expect(codes({ target: 'gone' })).toContain('TARGET_NOT_FOUND');
  expect(codes({ target: 'always' })).toContain('TARGET_SINGLE_CLASS');
  expect(codes({}, 12)).toContain('TOO_FEW_ROWS');
  const ignored = Object.fromEntries(
    columns.map(({ name, type }) => [name, { role: 'ignore', type } as const]),
  );
  expect(codes({ columns: ignored })).toEqual(['NO_INPUT_COLUMNS']);
});

test('a loss, and what is watched, has to suit what is predicted', () => {
  const spread = { mean: 1, standardDeviation: 1, lowerQuartile: 0, median: 1, upperQuartile: 2 };
  const numbers = { minimum: -3, maximum: 9, ...spread };
  const balance = column('balance', 'decimal', 90, { numbers });
  const codes = (target: ColumnSummary, training: z.input<typeof trainingSchema>): string[] =>
    planRecipe(recipe({ target: target.name, training: trainingSchema.parse(training) }), {
      ...profile,
      columns: [...columns, target],
    }).problems.map(({ code }) => code);
  const species = column('kind', 'category', 3);
  expect(codes(species, { loss: 'cross-entropy', stopping: { monitor: 'f1' } })).toEqual([]);
  expect(codes(species, { loss: 'huber' })).toEqual(['LOSS_UNSUITABLE']);
  expect(codes(species, { stopping: { monitor: 'rmse' } })).toEqual(['LOSS_UNSUITABLE']);
  expect(codes(balance, { loss: 'quantile', stopping: { monitor: 'mae' } })).toEqual([]);
  expect(codes(balance, { loss: 'cross-entropy' })).toEqual(['LOSS_UNSUITABLE']);
  // Counts are never below zero.
  expect(codes(balance, { loss: 'poisson' })).toEqual(['TARGET_UNSUITABLE']);
  expect(
    codes(column('visits', 'integer', 90, { numbers: { ...numbers, minimum: 0 } }), { loss: 'poisson' }),
  ).toEqual([]);
});

test('the person has the last word on a role', () => {
  const chosen = recipe({ columns: { id: { role: 'input', type: 'category' } } });
  const id = columns.find(({ name }) => name === 'id');
  if (id === undefined) throw new Error('no such column');
  expect(roleOf(chosen, id, 104)).toEqual({ role: 'input', type: 'category', chosen: true, reason: null });
  expect(roleOf(recipe({ target: 'id' }), id, 104).role).toBe('target');
});

test('presets go by the rows with a value to predict, the inputs and the task', () => {
  expect(presetFacts(recipe(), profile)).toEqual({ rows: 100, columns: 3, images: 0, task: 'multiclass' });
  expect(presetFacts(recipe({ target: 'always' }), profile).task).toBeNull();
  expect(presetFacts(recipe({ target: null }), profile)).toMatchObject({ rows: 104, task: null });
});

test('the plan of TabM knows bins, flags and members', () => {
  const plan = planRecipe(withPreset(recipe(), 'tabm', presetFacts(recipe(), profile)), profile);
  expect(plan.problems).toEqual([]);
  // 100 rows fill 8 bins, beside a flag.
  const weight = plan.columns.find(({ name }) => name === 'weight');
  expect(weight?.width).toBe(9);
  const vectors = plan.layers.find(({ kind }) => kind === 'binEmbedding');
  expect(vectors?.parameters).toBe(16 * (8 + 2));
  const others = plan.columns.reduce((sum, { width }) => sum + width, 0) - 8;
  const members = plan.layers.find(({ kind }) => kind === 'memberScaling');
  expect(members?.parameters).toBe(16 * (16 + others));
  expect(plan.layers.at(-1)?.units).toBe(16 * 3);
});

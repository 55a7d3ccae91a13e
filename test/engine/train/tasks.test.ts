import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { engineReportSchema } from '../../../src-main/contract/schemas/app';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import {
  classificationMetricsSchema,
  evaluationSchema,
  regressionMetricsSchema,
} from '../../../src-main/contract/schemas/runs';
import { readFrame, writeFrame } from '../../../src-main/engine/data/frame';
import type { FrameColumn } from '../../../src-main/engine/data/frame';
import { preparedFiles } from '../../../src-main/engine/protocol';
import type { TaskHandlers, TrainOutcome } from '../../../src-main/engine/protocol';
import { handlers } from '../../../src-main/engine/tasks/tensors';
import { contextOf, prepareTable, readSample, recipeOf } from './tables';
import type { PreparedTable } from './tables';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strongroom-train-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function handler<Name extends keyof TaskHandlers>(name: Name): NonNullable<TaskHandlers[Name]> {
  const found = handlers[name];
  if (found === undefined) throw new Error(`There is no handler of ${name}.`);
  return found;
}

async function trainOn(table: PreparedTable, recipe: Recipe, context = contextOf()): Promise<TrainOutcome> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'features.json'), JSON.stringify(table.fitted));
  await writeFrame(join(directory, preparedFiles.train), table.train);
  await writeFrame(join(directory, preparedFiles.validation), table.validation);
  await writeFrame(join(directory, preparedFiles.test), table.test);
  return handler('train')({ directory, recipe }, context);
}

function columnNamed(columns: FrameColumn[], name: string): FrameColumn {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`There is no column ${name}.`);
  return found;
}

describe('penguins', () => {
  const penguins = (seed: number): PreparedTable => prepareTable(readSample('penguins'), 'Species', seed);

  test('the defaults reach 0.97 on rows never seen, on average over seeds', async () => {
    const accuracies: number[] = [];
    for (const seed of [1, 2]) {
      const { metrics } = await trainOn(penguins(seed), recipeOf({ seed }));
      accuracies.push(classificationMetricsSchema.parse(metrics.test).accuracy);
    }
    expect(Math.min(...accuracies)).toBeGreaterThanOrEqual(0.95);
    expect(accuracies.reduce((sum, value) => sum + value, 0) / 2).toBeGreaterThanOrEqual(0.97);
  });

  test('what is written, predicted and evaluated later agrees with what training said', async () => {
    const table = penguins(1);
    const context = contextOf();
    const outcome = await trainOn(table, recipeOf({ training: { epochs: 25 } }), context);
    expect(evaluationSchema.parse(outcome.evaluation)).toEqual(outcome.evaluation);
    expect(outcome).toMatchObject({ task: 'multiclass', device: 'cpu', runtime: 'onnx' });
    // 4 numbers with indicators, 4 islands or so and 3 sexes in; two layers of 64; 3 classes out.
    expect(outcome.parameters).toBeGreaterThan(64 * 64 + 64 * 3);
    expect(outcome.evaluation.baseline).toMatchObject({ roc_auc: 0.5 });
    expect(outcome.evaluation.importance.map(({ column }) => column).sort()).toEqual(
      table.fitted.features.map(({ column }) => column).sort(),
    );
    const fractions = context.reports.map(({ fraction }) => fraction ?? -1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));

    const path = join(directory, 'answers.frame');
    const frame = join(directory, preparedFiles.test);
    const { rows } = await handler('predict')({ model: directory, frame, path }, contextOf());
    expect(rows).toBe(table.test.rows);
    const { columns } = await readFrame(path);
    expect(columns.map(({ name }) => name)).toEqual([
      'predicted',
      'probability Adelie',
      'probability Chinstrap',
      'probability Gentoo',
    ]);
    const predicted = columnNamed(columns, 'predicted');
    const actual = columnNamed(table.test.columns, 'Species');
    if (predicted.kind !== 'text' || actual.kind !== 'text') throw new Error('Classes are text.');
    let right = 0;
    for (let row = 0; row < rows; row++) {
      const text = predicted.dictionary[predicted.codes[row] ?? -1];
      right += Number(text === actual.dictionary[actual.codes[row] ?? -1]);
      const probabilities = columns.slice(1).map((c) => (c.kind === 'number' ? (c.values[row] ?? 0) : 0));
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    }
    const { evaluation } = await handler('evaluate')({ model: directory, frame }, contextOf());
    expect(evaluation.metrics).toEqual(outcome.metrics.test);
    expect(evaluation.baseline).toEqual(outcome.evaluation.baseline);
    expect(evaluation.metrics).toMatchObject({ accuracy: right / rows });
  });
});

test('cars: miles per gallon are told far better than by the mean', async () => {
  const rows = readSample('cars', ['Name']);
  for (const seed of [1, 2]) {
    const { metrics, evaluation } = await trainOn(
      prepareTable(rows, 'Miles_per_Gallon', seed),
      recipeOf({ seed }),
    );
    const scores = regressionMetricsSchema.parse(metrics.test);
    const simplest = regressionMetricsSchema.parse(evaluation.baseline);
    expect(scores.r2).toBeGreaterThan(0.8);
    expect(scores.rmse).toBeLessThan(simplest.rmse / 2);
    expect(evaluation.scatter).toHaveLength(evaluation.rows);
  }
});

test('cancelling while a model is trained leaves no model', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const recipe = recipeOf({ training: { epochs: 100_000, patience: 10_000 } });
  const context = contextOf({ signal: controller.signal });
  const table = prepareTable(readSample('penguins'), 'Species', 1);
  await expect(trainOn(table, recipe, context)).rejects.toMatchObject({ code: 'CANCELLED' });
  const predict = handler('predict')(
    { model: directory, frame: join(directory, preparedFiles.test), path: join(directory, 'answers.frame') },
    contextOf(),
  );
  await expect(predict).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test('an empty frame has an empty answer, and nothing to evaluate', async () => {
  const table = prepareTable(readSample('penguins'), 'Species', 1);
  await trainOn(table, recipeOf({ training: { epochs: 1 } }));
  const frame = join(directory, 'empty.frame');
  const columns = table.test.columns.map((column): FrameColumn => {
    if (column.kind === 'text') return { ...column, codes: new Uint32Array(0) };
    return { name: column.name, kind: 'number', values: new Float32Array(0) };
  });
  await writeFrame(frame, { rows: 0, columns });
  const path = join(directory, 'answers.frame');
  expect(await handler('predict')({ model: directory, frame, path }, contextOf())).toEqual({ rows: 0 });
  expect((await readFrame(path)).rows).toBe(0);
  await expect(handler('evaluate')({ model: directory, frame }, contextOf())).rejects.toMatchObject({
    code: 'TOO_FEW_ROWS',
  });
});

test('a device that is not there is an error before anything is read', async () => {
  vi.stubEnv('STRONGROOM_ENGINES', '');
  const recipe = recipeOf({ training: { device: 'tensorflow' } });
  await expect(handler('train')({ directory: '/nowhere', recipe }, contextOf())).rejects.toMatchObject({
    code: 'DEVICE_NOT_AVAILABLE',
  });
});

test('the engine describes itself', async () => {
  vi.stubEnv('STRONGROOM_ENGINES', '');
  const reports = await handler('describe')({}, contextOf());
  expect(reports.map((report) => engineReportSchema.parse(report))).toEqual(reports);
  const available = reports.filter((report) => report.available).map(({ name }) => name);
  expect(available).toEqual(['onnx', 'reference']);
  for (const report of reports) if (!report.available) expect(report.reason).not.toBeNull();
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CalibrationChoice } from '../../../src-main/contract/schemas/class-decision';
import type { ColumnSummary, ColumnType, Profile } from '../../../src-main/contract/schemas/data';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import { foldScoresSchema } from '../../../src-main/contract/schemas/runs';
import type { SplitSettings } from '../../../src-main/contract/schemas/split';
import { rowColumn } from '../../../src-main/engine/features/folds';
import { prepare } from '../../../src-main/engine/features/prepare';
import { readFrame } from '../../../src-main/engine/data/frame';
import { withFrame } from '../../../src-main/engine/data/frame-source';
import { loadModel } from '../../../src-main/engine/model/load';
import {
  foldFile,
  foldFolder,
  preparedFiles,
  type TaskProgress,
  type TrainOutcome,
} from '../../../src-main/engine/protocol';
import { Random } from '../../../src-main/engine/random';
import { expectedOf, meanHistory, summarise } from '../../../src-main/engine/tasks/folds';
import { scoresOf } from '../../../src-main/engine/tasks/scoring';
import { train } from '../../../src-main/engine/tasks/train';
import { temporaryFolder, writeParquet } from '../../support/table';
import { contextOf } from './tables';

const types: Record<string, ColumnType> = {
  a: 'decimal',
  b: 'category',
  when: 'date',
  person: 'category',
  y: 'category',
};
const columns = '"a" DOUBLE, "b" VARCHAR, "when" DATE, "person" VARCHAR, "y" VARCHAR';

function tableOf(seed: number): (string | number)[][] {
  const random = new Random(seed);
  return Array.from({ length: 160 }, (_, i) => {
    const a = random.normal();
    const b = ['red', 'green'][random.below(2)] ?? '';
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    const isRight = a + (b === 'red' ? 0.5 : -0.5) + 0.3 * random.normal() > 0;
    return [a, b, day, `p${random.below(30)}`, isRight ? 'yes' : 'no'];
  });
}

function profileOf(rows: (string | number)[][]): Profile {
  const names = Object.entries(types);
  const summary = ([name, type]: [string, ColumnType], i: number): ColumnSummary => ({
    name,
    type,
    identifier: false,
    constant: false,
    missing: 0,
    distinct: new Set(rows.map((row) => row[i])).size,
    numbers: null,
    dates: null,
    histogram: null,
    top: [],
  });
  return { rows: rows.length, columns: names.map(summary) };
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const recipeOf = (split: Partial<SplitSettings>, calibration: CalibrationChoice = 'auto') =>
  recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'y',
    columns: { when: { role: 'ignore', type: 'date' }, person: { role: 'ignore', type: 'category' } },
    split,
    model: { hidden: [8], dropout: 0.1 },
    training: { epochs: 6, device: 'reference', batchSize: 32 },
    decision: { calibration },
    seed: 3,
  });

let runs = 0;

interface Ended {
  outcome: TrainOutcome;
  directory: string;
  reports: TaskProgress[];
}

async function run(
  rows: (string | number)[][],
  split: Partial<SplitSettings>,
  calibration: CalibrationChoice = 'auto',
): Promise<Ended> {
  const directory = join(folder.path, `run-${(runs += 1)}`);
  const parquet = join(folder.path, `data-${runs}.parquet`);
  await writeParquet(parquet, columns, rows);
  const profile = profileOf(rows);
  const recipe = recipeOf(split, calibration);
  const context = contextOf();
  await prepare({ parquet, columns: profile.columns, profile, recipe, directory }, context);
  return { outcome: await train({ directory, recipe }, context), directory, reports: context.reports };
}

async function placesOf(directory: string, part: string): Promise<number[]> {
  const frame = await readFrame(join(directory, `${part}.frame`));
  const column = frame.columns.find(({ name }) => name === rowColumn);
  return column?.kind === 'number' ? Array.from(column.values) : [];
}

/** All that test rows must not change: the fitted features, the weights, and how validation went. */
async function learned({ outcome, directory }: Ended) {
  return {
    features: await readFile(join(directory, 'features.json'), 'utf8'),
    weights: (await readFile(join(directory, 'weights.bin'))).toString('hex'),
    history: outcome.history,
    validation: outcome.metrics.validation,
    folds: outcome.folds,
  };
}

const splits: Partial<SplitSettings>[] = [
  { method: 'random' },
  { method: 'group', groupColumn: 'person' },
  { method: 'time', timeColumn: 'when', gap: 2 },
  { method: 'random', folds: 3 },
  { method: 'group', groupColumn: 'person', folds: 3 },
  { method: 'time', timeColumn: 'when', folds: 3 },
  { method: 'random', folds: 3, afterFolds: 'average' },
];

describe('test rows stay locked until evaluation', () => {
  test.each(splits)(
    'with %o, their values change nothing that is fitted, learned or validated',
    async (split) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 1000 }),
          fc.double({ min: -1e6, max: 1e6, noNaN: true }),
          async (seed, odd) => {
            const rows = tableOf(seed);
            const before = await run(rows, split);
            const tested = new Set(await placesOf(before.directory, 'test'));
            expect(tested.size).toBeGreaterThan(5);
            // Also what is to be predicted: none of these ways to split looks at it.
            const changed = rows.map((row, place) =>
              tested.has(place)
                ? [odd, 'never seen', row[2] ?? '', row[3] ?? '', place % 2 === 0 ? 'yes' : 'no']
                : row,
            );
            const after = await run(changed, split);
            expect(new Set(await placesOf(after.directory, 'test'))).toEqual(tested);
            expect(await learned(after)).toEqual(await learned(before));
            expect(after.outcome.metrics.test).not.toEqual(before.outcome.metrics.test);
          },
        ),
        { numRuns: 2 },
      );
    },
  );

  test('by class, the inputs of test rows change nothing', async () => {
    const rows = tableOf(5);
    const before = await run(rows, { method: 'stratified', folds: 3 });
    const tested = new Set(await placesOf(before.directory, 'test'));
    const changed = rows.map((row, place) => (tested.has(place) ? [9, 'never', ...row.slice(2)] : row));
    expect(await learned(await run(changed, { method: 'stratified', folds: 3 }))).toEqual(
      await learned(before),
    );
  });
});

describe('folds', () => {
  test('each has its own features and rows; the network of all of them is trained for the mean of their best epochs', async () => {
    const { outcome, directory, reports } = await run(tableOf(1), { folds: 4 });
    const folds = foldScoresSchema.parse(outcome.folds);
    expect(folds.scores).toHaveLength(4);
    const held: number[] = [];
    for (let fold = 0; fold < 4; fold++) {
      const own = join(directory, foldFolder(fold));
      held.push(...(await placesOf(own, 'validation')));
      expect(await placesOf(own, 'test')).toEqual([]);
      const training = await placesOf(own, 'train');
      expect(folds.scores[fold]?.rows.train).toBe(training.length);
    }
    expect(held.sort((a, b) => a - b)).toEqual(await placesOf(directory, 'train'));
    expect(await placesOf(directory, 'validation')).toEqual([]);
    const best = folds.scores.map(({ bestEpoch }) => bestEpoch);
    expect(outcome.bestEpoch).toBe(Math.round(best.reduce((sum, epoch) => sum + epoch, 0) / 4));
    expect(outcome.history).toHaveLength(outcome.bestEpoch);
    const accuracies = folds.scores.map(({ metrics }) => ('accuracy' in metrics ? metrics.accuracy : 0));
    const mean = accuracies.reduce((sum, value) => sum + value, 0) / 4;
    expect(outcome.metrics.validation).toMatchObject({ accuracy: expect.closeTo(mean, 12) });
    const told = reports.flatMap(({ fold }) => (fold === undefined ? [] : [fold?.number ?? 0]));
    expect([...new Set(told)]).toEqual([1, 2, 3, 4, 0]);
    const fractions = reports.flatMap(({ fold, fraction }) => (fold === undefined ? [] : [fraction ?? 0]));
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  test('their average is one model that answers with the mean of their probabilities', async () => {
    const { outcome, directory, reports } = await run(
      tableOf(7),
      { folds: 3, afterFolds: 'average' },
      // Calibration is learned for the average alone.
      'none',
    );
    expect(outcome.averages).toBe(3);
    expect(outcome.history.length).toBeGreaterThan(0);
    expect(outcome.parameters).toBeGreaterThan(0);
    expect(new Set(reports.flatMap(({ fold }) => (fold === undefined ? [] : [fold?.number ?? 0])))).toEqual(
      new Set([1, 2, 3, 0]),
    );
    await withFrame(join(directory, preparedFiles.test), async (rows) => {
      const answers = async (at: string): Promise<Float32Array> => {
        const model = await loadModel(at);
        try {
          return await scoresOf(model, rows, async () => undefined);
        } finally {
          model.network.dispose();
        }
      };
      const folds = await Promise.all([0, 1, 2].map((fold) => answers(join(directory, foldFolder(fold)))));
      const joined = await answers(directory);
      const mean = joined.map((_, place) => folds.reduce((sum, own) => sum + (own[place] ?? 0), 0) / 3);
      expect(joined.length).toBeGreaterThan(20);
      joined.forEach((value, place) => {
        expect(value).toBeCloseTo(mean[place] ?? Number.NaN, 5);
      });
      expect(folds[0]).not.toEqual(folds[1]);
    });
  });

  test.each(['retrain', 'average'] as const)(
    'taken up again, folds that are done are not trained again, and %s ends the same',
    async (afterFolds) => {
      const rows = tableOf(2);
      const whole = await run(rows, { folds: 3, afterFolds });
      const directory = join(folder.path, 'again');
      const parquet = join(folder.path, 'again.parquet');
      await writeParquet(parquet, columns, rows);
      const recipe = recipeOf({ folds: 3, afterFolds });
      const profile = profileOf(rows);
      await prepare({ parquet, columns: profile.columns, profile, recipe, directory }, contextOf());
      const abort = new AbortController();
      const broken = contextOf({
        signal: abort.signal,
        report: ({ fold, epochs }) => {
          if (fold?.number === 2 && (epochs?.length ?? 0) > 0) abort.abort();
        },
      });
      await expect(train({ directory, recipe }, broken)).rejects.toMatchObject({ code: 'CANCELLED' });
      const done = await readFile(join(directory, foldFolder(0), foldFile), 'utf8');
      const context = contextOf();
      const outcome = await train({ directory, recipe, resume: true }, context);
      expect(await readFile(join(directory, foldFolder(0), foldFile), 'utf8')).toBe(done);
      expect(context.reports.some(({ fold }) => fold?.number === 1)).toBe(false);
      expect(await learned({ outcome, directory, reports: [] })).toEqual(await learned(whole));
    },
  );

  test('a stop leaves the folds out that have not begun, and says so', async () => {
    const rows = tableOf(2);
    const directory = join(folder.path, 'stopped');
    const parquet = join(folder.path, 'stopped.parquet');
    await writeParquet(parquet, columns, rows);
    const recipe = recipeOf({ folds: 3 });
    const profile = profileOf(rows);
    await prepare({ parquet, columns: profile.columns, profile, recipe, directory }, contextOf());
    let isStopped = false;
    const outcome = await train(
      { directory, recipe },
      contextOf({
        stopRequested: () => isStopped,
        stopTaken: () => (isStopped = false),
        report: ({ fold, epochs }) => {
          if (fold?.number === 1 && (epochs?.length ?? 0) > 0) isStopped = true;
        },
      }),
    );
    expect(outcome.folds?.scores).toHaveLength(1);
    expect(outcome.warnings).toContainEqual(expect.objectContaining({ code: 'FOLDS_LEFT_OUT' }));
    expect(outcome.stopReason).toBe('epochs');
  });

  test('mean and deviation are those of the scores; a score that a fold lacks has none', () => {
    const of = (accuracy: number, roc: number | null) => ({
      accuracy,
      f1: accuracy,
      roc_auc: roc,
      log_loss: 1,
    });
    const { mean, deviation } = summarise([of(0.5, 0.7), of(0.7, null), of(0.9, 0.8)]);
    expect(mean).toMatchObject({ accuracy: expect.closeTo(0.7, 12), roc_auc: null, log_loss: 1 });
    expect(deviation).toEqual({
      accuracy: expect.closeTo(0.2, 12),
      f1: expect.closeTo(0.2, 12),
      roc_auc: null,
      log_loss: 0,
    });
  });

  test('what is expected of an epoch is the mean of the folds that came so far', () => {
    const point = (epoch: number, validationLoss: number) => ({
      epoch,
      trainLoss: 0,
      validationLoss,
      validationScore: 0,
    });
    const { lastEpoch, at } = expectedOf([
      { bestEpoch: 1, history: [point(1, 2)] },
      { bestEpoch: 3, history: [point(1, 4), point(2, 5), point(3, 1)] },
    ]);
    expect([lastEpoch, at(1).validationLoss, at(2).validationLoss]).toEqual([2, 3, 5]);
    const history = meanHistory([[point(1, 2)], [point(1, 4), point(2, 5), point(3, 1)]]);
    expect(history.map(({ epoch, validationLoss }) => [epoch, validationLoss])).toEqual([
      [1, 3],
      [2, 5],
      [3, 1],
    ]);
  });
});

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Warning } from '../../contract/schemas/common';
import { withRateChanges } from '../../contract/planning';
import { epochPointSchema, foldScoreSchema, stopReasons } from '../../contract/schemas/runs';
import type { EpochPoint, FoldScores, Metrics } from '../../contract/schemas/runs';
import { rateChangeSchema } from '../../contract/schemas/training';
import type { RateChange } from '../../contract/schemas/training';
import { withFrame } from '../data/frame-source';
import { writeWhole } from '../data/write-whole';
import { fitBaseline } from '../evaluate/baseline';
import { metricsOf, scoredRows } from '../evaluate/evaluation';
import { learnableRows, targetsOf } from '../features/host-target';
import { readFitted } from '../features/read-fitted';
import { saveModel } from '../model/save';
import { foldFile, foldFolder, preparedFiles } from '../protocol';
import type { TaskContext, TaskParams } from '../protocol';
import type { Runtime } from '../runtimes/runtime';
import type { Expected, TrainingResult } from '../train/training-options';
import { fitPart, validationRows } from './fit-part';
import { heldOutOf, readHeldOut, writeHeldOut } from './held-out';
import { scoresOf, stage, targetOf } from './scoring';

/** What a fold leaves when it is done, so that a training that is taken up again need not repeat it. */
const foldResultSchema = foldScoreSchema.extend({
  history: z.array(epochPointSchema),
  rateChanges: z.array(rateChangeSchema).default([]),
  seconds: z.number(),
  stopReason: z.enum(stopReasons),
  rowsPerSecond: z.number(),
  warnings: z.array(z.object({ code: z.string(), message: z.string(), next: z.string().optional() })),
});
type FoldResult = z.infer<typeof foldResultSchema>;

export interface FoldsOutcome {
  /** How the folds were trained, the last of them where they differ; the history is the mean of theirs. */
  training: Pick<
    TrainingResult,
    'runtime' | 'stopReason' | 'deviceTimings' | 'rowsPerSecond' | 'history' | 'bestEpoch'
  >;
  /** The folders of the folds' models, where they are kept. */
  models: string[];
  folds: FoldScores;
  /** The mean of the folds' scores. */
  metrics: Metrics;
  expected: Expected;
  /** Changes of the learning rate in any of them. */
  rateChanges: RateChange[];
  seconds: number;
  warnings: Warning[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample standard deviation. */
function deviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

/** Mean and deviation of each score; null where a fold has none, as ROC AUC of a fold that lacks a class. */
export function summarise(all: readonly Metrics[]): { mean: Metrics; deviation: FoldScores['deviation'] } {
  const of = (
    pick: (metrics: Metrics) => number | null | undefined,
    name: string,
  ): [string, number[] | null] => {
    const values = all.flatMap((metrics) => pick(metrics) ?? []);
    return [name, values.length === all.length ? values : null];
  };
  const isClasses = all.some((metrics) => 'accuracy' in metrics);
  const lists = isClasses
    ? [
        of((m) => ('accuracy' in m ? m.accuracy : null), 'accuracy'),
        of((m) => ('accuracy' in m ? m.f1 : null), 'f1'),
        of((m) => ('accuracy' in m ? m.roc_auc : null), 'roc_auc'),
        of((m) => ('accuracy' in m ? m.log_loss : null), 'log_loss'),
      ]
    : [
        of((m) => ('rmse' in m ? m.rmse : null), 'rmse'),
        of((m) => ('rmse' in m ? m.mae : null), 'mae'),
        of((m) => ('rmse' in m ? m.r2 : null), 'r2'),
      ];
  const means = new Map(lists.map(([name, values]) => [name, values === null ? null : mean(values)]));
  const at = (name: string): number => means.get(name) ?? 0;
  return {
    mean: isClasses
      ? {
          accuracy: at('accuracy'),
          f1: at('f1'),
          roc_auc: means.get('roc_auc') ?? null,
          log_loss: at('log_loss'),
        }
      : { rmse: at('rmse'), mae: at('mae'), r2: at('r2') },
    deviation: Object.fromEntries(
      lists.map(([name, values]) => [name, values === null ? null : deviation(values)]),
    ),
  };
}

/** The folds' way through the epochs: the mean of those that came so far. */
export function expectedOf(results: readonly Pick<FoldResult, 'history' | 'bestEpoch'>[]): Expected {
  return {
    lastEpoch: Math.max(1, Math.round(mean(results.map(({ bestEpoch }) => bestEpoch)))),
    at(epoch) {
      const points = results.flatMap(({ history }) => history[epoch - 1] ?? []);
      return {
        validationLoss: mean(points.map(({ validationLoss }) => validationLoss)),
        validationScore: mean(points.map(({ validationScore }) => validationScore)),
      };
    },
  };
}

/** The mean of the folds' epochs, of those that came so far; as many as the fold that trained longest. */
export function meanHistory(histories: readonly (readonly EpochPoint[])[]): EpochPoint[] {
  const longest = Math.max(0, ...histories.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => {
    const points = histories.flatMap((history) => history[place] ?? []);
    const rates = points.flatMap(({ learningRate }) => learningRate ?? []);
    return {
      epoch: place + 1,
      trainLoss: mean(points.map(({ trainLoss }) => trainLoss)),
      validationLoss: mean(points.map(({ validationLoss }) => validationLoss)),
      validationScore: mean(points.map(({ validationScore }) => validationScore)),
      ...(rates.length === 0 ? {} : { learningRate: mean(rates) }),
    };
  });
}

async function readFold(folder: string): Promise<FoldResult | null> {
  const text = await readFile(join(folder, foldFile), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = foldResultSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

type Told = Pick<TrainingResult, 'runtime' | 'deviceTimings'>;

/**
 * Trains one fold and scores the rows that it was not trained on.
 * @param fold from 1. @param keep whether its model stays in the folder.
 */
async function trainFold(
  folder: string,
  chosen: Runtime,
  fold: number,
  { recipe, resume, checkpointSeconds }: TaskParams<'train'>,
  keep: boolean,
  context: TaskContext,
): Promise<FoldResult & Told> {
  await mkdir(folder, { recursive: true });
  const fitted = await readFitted(folder);
  return withFrame(join(folder, preparedFiles.train), (train) =>
    withFrame(join(folder, preparedFiles.validation), async (all) => {
      const validation = validationRows(all, recipe.seed);
      const { network, history, bestEpoch, seconds, warnings, stopReason, rowsPerSecond, ...told } =
        await fitPart(
          { fitted, recipe, runtime: chosen, train, validation, fold },
          { folder, resume: resume === true, checkpointSeconds },
          context,
        );
      try {
        // Scores do not need the baseline, which is for comparing with.
        const model = { fitted, network, baseline: [] };
        const scores = await scoresOf(model, validation, stage(context, 'Training', 'Scoring a fold', 1, 1));
        const result: FoldResult = {
          rows: { train: train.rows, validation: all.rows },
          metrics: metricsOf(scoredRows(fitted, targetOf(fitted, validation), scores)),
          bestEpoch,
          epochs: history.length,
          history,
          rateChanges: told.rateChanges,
          seconds,
          stopReason,
          rowsPerSecond,
          warnings: warnings.map(({ code, message, next }) => ({
            code,
            message,
            ...(next === undefined ? {} : { next }),
          })),
        };
        const held = await heldOutOf(model, validation, async () => undefined);
        if (held !== null) await writeHeldOut(folder, [held]);
        if (keep) {
          const target = targetOf(fitted, train);
          const learned = targetsOf(target, learnableRows(fitted, target));
          await saveModel(folder, fitted, network, fitBaseline(fitted, learned));
        }
        // Last, for a folder with it counts as a fold that is done.
        await writeWhole(join(folder, foldFile), Buffer.from(JSON.stringify(result), 'utf8'));
        return { ...result, ...told };
      } finally {
        network.dispose();
      }
    }),
  );
}

/**
 * Trains every fold on its own rows, one after the other. A stop ends the fold that trains and leaves the others out.
 * @param share of the task that all folds are, for progress. @param keep whether their models stay in their folders.
 */
export async function trainFolds(
  chosen: Runtime,
  params: TaskParams<'train'>,
  context: TaskContext,
  share: number,
  keep: boolean,
): Promise<FoldsOutcome> {
  const { directory, recipe } = params;
  const count = recipe.split.folds;
  const results: (FoldResult & Partial<Told>)[] = [];
  for (let fold = 0; fold < count; fold++) {
    const folder = join(directory, foldFolder(fold));
    const done = params.resume === true ? await readFold(folder) : null;
    results.push(
      done ??
        (await trainFold(folder, chosen, fold + 1, params, keep, {
          ...context,
          report: (progress) =>
            context.report({
              ...progress,
              fraction: (share * (fold + (progress.fraction ?? 0))) / count,
              fold: { number: fold + 1, of: count },
            }),
        })),
    );
    if (context.stopRequested()) {
      context.stopTaken?.();
      break;
    }
  }
  const held = await Promise.all(results.map((_, fold) => readHeldOut(join(directory, foldFolder(fold)))));
  const told = held.filter((one) => one !== null);
  if (told.length > 0 && told.length === held.length) await writeHeldOut(directory, told);
  const { mean: metrics, deviation: spread } = summarise(results.map((result) => result.metrics));
  const left = count - results.length;
  const expected = expectedOf(results);
  const last = results.at(-1);
  return {
    training: {
      // Folds that were done before an interruption do not tell where they were trained.
      runtime: results.findLast(({ runtime }) => runtime !== undefined)?.runtime ?? chosen,
      deviceTimings:
        results.findLast(({ deviceTimings }) => deviceTimings !== undefined)?.deviceTimings ?? [],
      stopReason: last?.stopReason ?? 'epochs',
      rowsPerSecond: mean(results.map(({ rowsPerSecond }) => rowsPerSecond)),
      history: meanHistory(results.map(({ history }) => history)),
      bestEpoch: expected.lastEpoch,
    },
    models: keep ? results.map((_, fold) => join(directory, foldFolder(fold))) : [],
    folds: {
      scores: results.map(({ rows, metrics: own, bestEpoch, epochs }) => ({
        rows,
        metrics: own,
        bestEpoch,
        epochs,
      })),
      deviation: spread,
    },
    metrics,
    expected,
    rateChanges: results.reduce<RateChange[]>(
      (all, { rateChanges }) => withRateChanges(all, rateChanges),
      [],
    ),
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    warnings: [
      ...results.flatMap(({ warnings }, index) =>
        warnings.map(({ code, message, next }) => ({
          code,
          message: `Fold ${String(index + 1)}: ${message}`,
          ...(next === undefined ? {} : { next }),
        })),
      ),
      ...(left > 0
        ? [
            {
              code: 'FOLDS_LEFT_OUT',
              message: `${String(left)} of the ${String(count)} folds ${left === 1 ? 'was' : 'were'} not trained, since you stopped.`,
            },
          ]
        : []),
    ],
  };
}

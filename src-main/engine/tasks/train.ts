import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import { withRateChanges } from '../../contract/planning';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Metrics } from '../../contract/schemas/runs';
import type { FrameSource } from '../data/frame-source';
import { withFrame } from '../data/frame-source';
import { fitBaseline } from '../evaluate/baseline';
import { metricsOf, scoredRows } from '../evaluate/evaluation';
import { learnableRows, targetsOf } from '../features/host-target';
import { withDecision, withoutDecision } from '../features/decision';
import { readFitted } from '../features/read-fitted';
import { startTensors } from '../features/tensors';
import { writeWhole } from '../data/write-whole';
import { joinModels } from '../model/ensemble/join';
import { loadModel } from '../model/load';
import type { LoadedModel } from '../model/load';
import { saveModel } from '../model/save';
import { modelFiles, preparedFiles } from '../protocol';
import type { TaskContext, TaskHandler, TaskParams, TaskResult } from '../protocol';
import { chooseRuntime } from '../runtimes';
import { libraryOf } from '../runtimes/runtime';
import type { Runtime } from '../runtimes/runtime';
import type { TrainingResult } from '../train/training-options';
import { fitPart, validationRows } from './fit-part';
import { trainFolds } from './folds';
import type { FoldsOutcome } from './folds';
import { decisionAfter, writeDecision } from './decide';
import { heldOutOf, readHeldOut, writeHeldOut } from './held-out';
import { choiceWarning, evaluateFrame, evaluatedRows, scoresOf, stage, targetOf } from './scoring';
import type { Pause } from './scoring';

/** Share of the task that training is; the rest is evaluation. */
const trainingShare = 0.9;

/** Trains on what was prepared: each fold, where the recipe asks for folds, and then the network that is kept. */
export const train: TaskHandler<'train'> = async (params, context) => {
  const { directory, recipe } = params;
  const chosen = await chooseRuntime(recipe.training.device);
  await startTensors();
  const { folds: count, afterFolds } = recipe.split;
  const averages = count > 1 && afterFolds === 'average';
  const share = averages ? trainingShare : (trainingShare * count) / (count + 1);
  const folds = count > 1 ? await trainFolds(chosen, params, context, share, averages) : null;
  if (folds !== null && averages) {
    context.report({ fraction: trainingShare, detail: 'Joining the folds', fold: null });
    return withFrame(join(directory, preparedFiles.train), async (rows) =>
      finish(directory, recipe, await averaged(folds), { train: rows, validation: null }, folds, context),
    );
  }
  const from = folds === null ? 0 : share;
  return withFrame(join(directory, preparedFiles.train), (rows) =>
    withFrame(join(directory, preparedFiles.validation), async (validation) => {
      const files = { train: rows, validation: folds === null ? validation : null };
      const trained = await trainOn(files, folds, chosen, params, {
        ...context,
        report: ({ fraction, ...progress }) =>
          context.report({
            ...progress,
            fraction: fraction === null ? null : from + fraction * (trainingShare - from),
            ...(folds === null ? {} : { fold: null }),
          }),
      });
      return finish(directory, recipe, trained, files, folds, context);
    }),
  );
};

interface Files {
  train: FrameSource;
  /** Null with folds. */
  validation: FrameSource | null;
}

/** A model as it came out of training; whoever gets it disposes its network. */
type Trained = Pick<
  TrainingResult,
  | 'runtime'
  | 'history'
  | 'bestEpoch'
  | 'stopReason'
  | 'rowsPerSecond'
  | 'deviceTimings'
  | 'seconds'
  | 'warnings'
  | 'layers'
  | 'rateChanges'
> & {
  model: LoadedModel;
  /** Where its folds are averaged: how many. */
  averages?: number;
};

/** Scores of the rows that stopping went by; with folds, the mean of theirs. */
async function validationMetrics(
  model: LoadedModel,
  validation: FrameSource | null,
  folds: FoldsOutcome | null,
  pause: Pause,
): Promise<Metrics> {
  if (folds !== null) return folds.metrics;
  if (validation === null) throw new TypeError('There are no validation rows and no folds.');
  const scores = await scoresOf(model, validation, pause);
  return metricsOf(scoredRows(model.fitted, targetOf(model.fitted, validation), scores));
}

/** The models of the folds as one, which answers with the mean of their answers. */
async function averaged({ models, training }: FoldsOutcome): Promise<Trained> {
  const members: LoadedModel[] = [];
  try {
    for (const folder of models) members.push(await loadModel(folder));
    const model = joinModels(members, null);
    return {
      ...training,
      seconds: 0,
      warnings: [],
      layers: null,
      rateChanges: [],
      model,
      averages: members.length,
    };
  } finally {
    for (const { network } of members) network.dispose();
  }
}

/** Trains one network. */
async function trainOn(
  { train: rows, validation: all }: Files,
  folds: FoldsOutcome | null,
  chosen: Runtime,
  { directory, recipe, resume = false, checkpointSeconds }: TaskParams<'train'>,
  context: TaskContext,
): Promise<Trained> {
  // A training that is taken up again has perhaps decided before.
  const fitted = withoutDecision(await readFitted(directory));
  const validation = all === null ? null : validationRows(all, recipe.seed);
  const { network, ...trained } = await fitPart(
    {
      fitted,
      recipe,
      runtime: chosen,
      train: rows,
      validation,
      expected: folds?.expected,
      ...(folds === null ? {} : { fold: 0 }),
    },
    { folder: directory, resume, checkpointSeconds },
    context,
  );
  const target = targetOf(fitted, rows);
  const learned = targetsOf(target, learnableRows(fitted, target));
  return { ...trained, model: { fitted, network, baseline: fitBaseline(fitted, learned) } };
}

/** Scores a model, keeps it, and tells all that the run says of its training. */
async function finish(
  directory: string,
  recipe: Recipe,
  { model, runtime, history, bestEpoch, stopReason, rowsPerSecond, seconds, averages, ...told }: Trained,
  files: Files,
  folds: FoldsOutcome | null,
  context: TaskContext,
): Promise<TaskResult<'train'>> {
  const { fitted, network } = model;
  try {
    const validation = files.validation === null ? null : validationRows(files.validation, recipe.seed);
    const scoring = stage(
      context,
      'Training',
      'Scoring rows that the model has never seen',
      trainingShare,
      0.92,
    );
    const explaining = stage(context, 'Training', 'Measuring what each column adds', 0.92, 1);
    const validated = await validationMetrics(model, validation, folds, scoring);
    const held = validation === null ? null : await heldOutOf(model, validation, scoring);
    if (held !== null) await writeHeldOut(directory, [held]);
    // With folds, each of them told of the rows that it had not seen.
    const kept = held ?? (await readHeldOut(directory));
    const { decision, warnings: decided } = decisionAfter(fitted, kept, recipe.decision, recipe.seed);
    await writeDecision(directory, decision);
    const final = { ...model, fitted: withDecision(fitted, decision) };
    // Nothing before this has opened the file of the test rows.
    return await withFrame(join(directory, preparedFiles.test), async (every) => {
      const test = evaluatedRows(fitted, every, recipe.seed);
      const evaluation = await evaluateFrame(final, test, recipe.seed, {
        predict: scoring,
        explain: explaining,
      });
      // A joined model has features of its own.
      if (averages !== undefined)
        await writeWhole(join(directory, modelFiles.features), `${JSON.stringify(fitted, null, 2)}\n`);
      await saveModel(directory, fitted, network, model.baseline);
      const engine = await runtime.report();
      return {
        task: fitted.task,
        history,
        bestEpoch,
        stopReason,
        layers: told.layers,
        rateChanges: withRateChanges(folds?.rateChanges ?? [], told.rateChanges),
        parameters: network.countParams(),
        device: runtime.device(),
        hardware: engine.hardware ?? null,
        runtime: libraryOf(runtime),
        deviceTimings: [...told.deviceTimings],
        warnings: [
          ...(folds?.warnings ?? []),
          ...told.warnings,
          ...decided,
          ...choiceWarning('validation', files.validation?.rows ?? 0, validation?.rows ?? 0),
          ...choiceWarning('test', every.rows, test.rows),
        ],
        rowsPerSecond,
        trainSeconds: seconds + (folds?.seconds ?? 0),
        metrics: { validation: validated, test: evaluation.metrics },
        ...(folds === null ? {} : { folds: folds.folds }),
        ...(averages === undefined ? {} : { averages }),
        evaluation,
        ...(decision === null ? {} : { decision }),
        versions: {
          ...(engine.version === null ? {} : { [libraryOf(runtime)]: engine.version }),
          'tfjs-core': tf.version_core,
          'tfjs-layers': version_layers,
          node: process.versions.node,
        },
      };
    });
  } finally {
    network.dispose();
  }
}

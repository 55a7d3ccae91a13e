import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import type { Metrics } from '../../contract/schemas/runs';
import type { FrameSource } from '../data/frame-source';
import { withFrame } from '../data/frame-source';
import { fitBaseline } from '../evaluate/baseline';
import { metricsOf, scoredRows } from '../evaluate/evaluation';
import { learnableRows, targetsOf } from '../features/host-target';
import { readFitted } from '../features/read-fitted';
import { startTensors } from '../features/tensors';
import type { LoadedModel } from '../model/load';
import { saveModel } from '../model/save';
import { preparedFiles } from '../protocol';
import type { TaskContext, TaskHandler, TaskParams, TaskResult } from '../protocol';
import { chooseRuntime } from '../runtimes';
import { libraryOf } from '../runtimes/runtime';
import type { Runtime } from '../runtimes/runtime';
import { fitPart, validationRows } from './fit-part';
import { trainFolds } from './folds';
import type { FoldsOutcome } from './folds';
import { heldOutOf, writeHeldOut } from './held-out';
import { choiceWarning, evaluateFrame, evaluatedRows, scoresOf, stage, targetOf } from './scoring';
import type { Pause } from './scoring';

/** Share of the task that training is; the rest is evaluation. */
const trainingShare = 0.9;

/** Trains on what was prepared: each fold, where the recipe asks for folds, and then the network that is kept. */
export const train: TaskHandler<'train'> = async (params, context) => {
  const { directory, recipe } = params;
  const chosen = await chooseRuntime(recipe.training.device);
  await startTensors();
  const count = recipe.split.folds;
  const folds =
    count > 1 ? await trainFolds(chosen, params, context, (trainingShare * count) / (count + 1)) : null;
  const from = folds === null ? 0 : (trainingShare * count) / (count + 1);
  return withFrame(join(directory, preparedFiles.train), (rows) =>
    withFrame(join(directory, preparedFiles.validation), (validation) =>
      trainOn(
        { train: rows, validation: folds === null ? validation : null },
        folds,
        chosen,
        params,
        {
          ...context,
          report: ({ fraction, ...progress }) =>
            context.report({
              ...progress,
              fraction: fraction === null ? null : from + fraction * (trainingShare - from),
              ...(folds === null ? {} : { fold: null }),
            }),
        },
        context,
      ),
    ),
  );
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

/** @param training tells progress of fitting. @param context tells that of the whole task. */
async function trainOn(
  files: { train: FrameSource; validation: FrameSource | null },
  folds: FoldsOutcome | null,
  chosen: Runtime,
  { directory, recipe, resume = false, checkpointSeconds }: TaskParams<'train'>,
  training: TaskContext,
  context: TaskContext,
): Promise<TaskResult<'train'>> {
  const fitted = await readFitted(directory);
  const validation = files.validation === null ? null : validationRows(files.validation, recipe.seed);
  const { network, runtime, history, bestEpoch, rowsPerSecond, seconds, stopReason, ...told } = await fitPart(
    { fitted, recipe, runtime: chosen, train: files.train, validation, expected: folds?.expected },
    { folder: directory, resume, checkpointSeconds },
    training,
  );
  try {
    const target = targetOf(fitted, files.train);
    const learned = targetsOf(target, learnableRows(fitted, target));
    const model = { fitted, network, baseline: fitBaseline(fitted, learned) };
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
    // Nothing before this has opened the file of the test rows.
    return await withFrame(join(directory, preparedFiles.test), async (every) => {
      const test = evaluatedRows(fitted, every, recipe.seed);
      const evaluation = await evaluateFrame(model, test, recipe.seed, {
        predict: scoring,
        explain: explaining,
      });
      await saveModel(directory, fitted, network, model.baseline);
      const engine = await runtime.report();
      return {
        task: fitted.task,
        history,
        bestEpoch,
        stopReason,
        parameters: network.countParams(),
        device: runtime.device(),
        hardware: engine.hardware ?? null,
        runtime: libraryOf(runtime),
        deviceTimings: [...told.deviceTimings],
        warnings: [
          ...(folds?.warnings ?? []),
          ...told.warnings,
          ...choiceWarning('validation', files.validation?.rows ?? 0, validation?.rows ?? 0),
          ...choiceWarning('test', every.rows, test.rows),
        ],
        rowsPerSecond,
        trainSeconds: seconds + (folds?.seconds ?? 0),
        metrics: { validation: validated, test: evaluation.metrics },
        ...(folds === null ? {} : { folds: folds.folds }),
        evaluation,
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

import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import { defaultBatchSize, planLoss } from '../../contract/planning';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Metrics } from '../../contract/schemas/runs';
import type { Frame } from '../data/frame';
import { featuresWidth } from '../features/apply';
import { FeatureMatrix, takeRows } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';
import { hostTarget, learnableRows, learnedTarget } from '../features/host-target';
import { lossOf } from '../learning/losses';
import { optimizerOf } from '../learning/optimizers';
import { build, outputsOf } from '../model/build';
import { sha256 } from '../model/format';
import type { TaskContext } from '../protocol';
import type { Runtime } from '../runtimes/runtime';
import { planBatches } from './batches';
import { breather } from './breath';
import { trainNetwork } from './loop';
import type { CheckpointFile, LabelledRows, TrainingResult } from './loop';

export interface FitOptions {
  fitted: Fitted;
  recipe: Recipe;
  runtime: Runtime;
  train: Frame;
  validation: Frame;
  /** Score of outputs [rows, outputs] against the target as the loss takes it: accuracy, or R2. */
  score: (fitted: Fitted, outputs: Float32Array, target: Float32Array) => number;
  checkpoints?: Omit<CheckpointFile, 'key'>;
  /** All scores of outputs against the raw target, see `hostTarget`. */
  metrics: (fitted: Fitted, outputs: Float32Array, target: Float32Array) => Metrics;
}

/** The rows of a frame that can be learned from. Throws TOO_FEW_ROWS when there is none. */
async function labelled(
  fitted: Fitted,
  frame: Frame,
  purpose: string,
  pause: () => Promise<void>,
): Promise<LabelledRows> {
  const raw = hostTarget(fitted, frame);
  const rows = learnableRows(fitted, raw);
  if (rows.length === 0) {
    throw new StrongroomError('TOO_FEW_ROWS', `No row is left for ${purpose}.`, {
      expected: `at least one row with a known value in ${fitted.target.column}`,
      received: `${frame.rows} rows, none of them usable`,
      next: 'Give more rows, or change the split.',
    });
  }
  const every = rows.length === frame.rows;
  const inputs = hostInputs(fitted, frame);
  const features = await FeatureMatrix.make(
    fitted,
    every ? inputs : takeRows(inputs, rows),
    rows.length,
    pause,
  );
  const kept = Float32Array.from(rows, (row) => raw[row] ?? Number.NaN);
  return { features, raw: kept, target: learnedTarget(fitted, kept) };
}

/** Of all that decides what is trained. The device does not: training may go on elsewhere. */
function keyOf({ model, training, seed }: Recipe, fitted: Fitted): string {
  return sha256(JSON.stringify({ model, training: { ...training, device: null }, seed, fitted }));
}

/**
 * Builds the recipe's network and trains it on prepared frames. The caller disposes the network.
 * Throws what `trainNetwork` throws, TOO_FEW_ROWS, and LOSS_UNSUITABLE.
 */
export async function fitNetwork(
  { fitted, recipe, runtime, train, validation, score, metrics, checkpoints }: FitOptions,
  context: TaskContext,
): Promise<TrainingResult & { network: LayersModel }> {
  const { training, seed } = recipe;
  const { task, target } = fitted;
  const lossName = planLoss(training, task);
  const breathe = breather(context.signal, 'Training');
  const rows = await labelled(fitted, train, 'training', breathe);
  const held = await labelled(fitted, validation, 'validation', breathe);
  const classes = target.kind === 'classes' ? target.classes.length : 0;
  const loss = lossOf(lossName, { options: training.lossOptions, task, target: rows.target, classes });
  const count = rows.target.length;
  const batches = planBatches(count, training.batchSize ?? defaultBatchSize(count));
  const network = build(recipe, featuresWidth(fitted), outputsOf(fitted));
  try {
    const result = await trainNetwork(
      {
        fitted,
        runtime,
        training,
        job: {
          network,
          features: rows.features,
          target: rows.target,
          loss,
          batchSize: batches.size,
          optimizer: optimizerOf(training),
          regularization: training.regularization,
          seed,
        },
        steps: batches.steps,
        validation: held,
        score: (outputs) => score(fitted, outputs, held.target),
        metrics: (outputs) => metrics(fitted, outputs, held.raw),
        checkpoints: checkpoints === undefined ? null : { ...checkpoints, key: keyOf(recipe, fitted) },
      },
      context,
    );
    return { ...result, network };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

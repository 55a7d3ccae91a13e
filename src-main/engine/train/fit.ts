import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import { defaultBatchSize, planLoss, requireSuiting } from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { Recipe, Task } from '../../contract/schemas/recipe';
import type { Metrics } from '../../contract/schemas/runs';
import { augmentedSource, batchAugmenter } from '../augment/training';
import type { Frame } from '../data/frame';
import { memorySource } from '../data/frame-source';
import type { FrameSource } from '../data/frame-source';
import { featuresWidth } from '../features/apply';
import { FeatureMatrix, TakenMatrix, keptBytes, takeRows } from '../features/apply/matrix';
import { StreamedMatrix } from '../features/apply/streamed-matrix';
import type { StreamWindow } from '../features/apply/streamed-matrix';
import type { Fitted } from '../features/fitted';
import { hostInputs, type RowPurpose } from '../features/host';
import { hostTarget, learnableRows, learnedTarget, targetsOf } from '../features/host-target';
import { answerOfMembers, lossOf, lossOfMembers } from '../learning/losses';
import { optimizerOf } from '../learning/optimizers';
import { build } from '../model/build';
import { sha256 } from '../model/format';
import { networkContext } from '../model/network-inputs';
import type { TaskContext } from '../protocol';
import { Random } from '../random';
import type { Runtime } from '../runtimes/runtime';
import { planBatches } from './batches';
import { breather } from './breath';
import { layersEvery, metricsEvery } from './reading-costs';
import { trainNetwork } from './loop';
import type { CheckpointFile, Expected, LabelledRows, TrainingResult } from './training-options';

export interface FitOptions {
  fitted: Fitted;
  recipe: Recipe;
  runtime: Runtime;
  train: Frame | FrameSource;
  /** Null where every row trains, see `Expected`. */
  validation: Frame | FrameSource | null;
  expected?: Expected | undefined;
  /** Which fold it is, see `TrainingOptions`. */
  fold?: number | undefined;
  /** Rows with more bytes of features than `mostBytes` stay in their file and are read as they are needed. */
  streaming?: { mostBytes?: number; window?: StreamWindow };
  /** Score of outputs [rows, outputs] against the target as the loss takes it: accuracy, or R2. */
  score: (fitted: Fitted, outputs: Float32Array, target: Float32Array) => number;
  checkpoints?: Omit<CheckpointFile, 'key'>;
  /** All scores of outputs against the raw target, see `hostTarget`. */
  metrics: (fitted: Fitted, outputs: Float32Array, target: Float32Array) => Metrics;
}

/** Scores of so many rows are within a few percent of those of all. */
const mostSampledRows = 1024;

const sourceOf = (rows: Frame | FrameSource): FrameSource => ('read' in rows ? rows : memorySource(rows));

/** The features of all rows, or of those chosen: in memory where they fit. */
async function featuresOf(
  fitted: Fitted,
  source: FrameSource,
  chosen: Int32Array | null,
  pause: () => Promise<void>,
  purpose: RowPurpose,
  { mostBytes = keptBytes, window }: NonNullable<FitOptions['streaming']>,
): Promise<FeatureMatrix> {
  const rows = chosen?.length ?? source.rows;
  if (rows * featuresWidth(fitted) * 4 > mostBytes) {
    return new StreamedMatrix(fitted, source, chosen, window, purpose);
  }
  const inputs = hostInputs(fitted, source.read(0, source.rows), 0, source.rows, purpose);
  return FeatureMatrix.make(
    fitted,
    chosen === null ? inputs : takeRows(inputs, chosen),
    rows,
    pause,
    mostBytes,
  );
}

/** The rows of a frame that can be learned from. Throws TOO_FEW_ROWS when there is none. */
async function labelled(
  fitted: Fitted,
  source: FrameSource,
  purpose: 'training' | 'validation',
  pause: () => Promise<void>,
  streaming: NonNullable<FitOptions['streaming']>,
): Promise<LabelledRows> {
  const raw = hostTarget(fitted, source.read(0, source.rows, [fitted.target.column]));
  const rows = learnableRows(fitted, raw);
  if (rows.length === 0) {
    throw new StrongroomError('TOO_FEW_ROWS', `No row is left for ${purpose}.`, {
      expected: `at least one row with a known value in ${fitted.target.column}`,
      received: `${source.rows} rows, none of them usable`,
      next: 'Give more rows, or change the split.',
    });
  }
  const use = purpose === 'training' ? 'learn' : 'answer';
  const every = rows.length === source.rows;
  const features = await featuresOf(fitted, source, every ? null : rows, pause, use, streaming);
  const kept = every ? raw : targetsOf(raw, rows);
  return { features, raw: kept, target: learnedTarget(fitted, kept) };
}

/** Training rows that stand for all of them: as they train, without the noise of training. */
function sampleOf(
  { features, raw }: LabelledRows,
  seed: number,
): { features: FeatureMatrix; raw: Float32Array } {
  const order = Int32Array.from(raw.keys());
  if (order.length > mostSampledRows) new Random(seed, 'training rows to score').shuffle(order);
  const chosen = order.slice(0, mostSampledRows).sort();
  return { features: new TakenMatrix(features.gather(chosen), features.width), raw: targetsOf(raw, chosen) };
}

/** What members say together, see `answerOfMembers`, of outputs [rows, members x outputs]. */
function togetherOf(given: Float32Array, rows: number, outputs: number, task: Task): Float32Array {
  if (given.length === rows * outputs) return given;
  return tf.tidy(() =>
    answerOfMembers(tf.tensor2d(given, [rows, given.length / rows]), outputs, task)
      .dataSync<'float32'>()
      .slice(),
  );
}

/**
 * Of all that decides what is trained. The device does not: training may go on elsewhere. Nor do changes of the
 * learning rate, which may be made while it trains.
 */
function keyOf({ model, training, seed, augmentation }: Recipe, fitted: Fitted): string {
  const { rateChanges: _changes, ...settings } = training;
  const decisive = { ...settings, device: null };
  const augmented = augmentation.some(({ on }) => on) ? { augmentation } : {};
  return sha256(JSON.stringify({ model, training: decisive, seed, fitted, ...augmented }));
}

/**
 * Builds the recipe's network and trains it on prepared frames. The caller disposes the network.
 * Throws what `trainNetwork` throws, TOO_FEW_ROWS, LOSS_UNSUITABLE and AUGMENTATION_UNSUITABLE.
 */
export async function fitNetwork(
  {
    fitted,
    recipe,
    runtime,
    train,
    validation,
    expected,
    fold,
    score,
    metrics,
    checkpoints,
    streaming = {},
  }: FitOptions,
  context: TaskContext,
): Promise<TrainingResult & { network: LayersModel }> {
  const { training, seed } = recipe;
  const { task, target } = fitted;
  const lossName = planLoss(training, task);
  const breathe = breather(context.signal, 'Training');
  requireSuiting(recipe.augmentation, task);
  const warnings: Warning[] = [];
  const warn = (message: string): void => void warnings.push({ code: 'AUGMENTATION', message });
  const given = await augmentedSource(fitted, sourceOf(train), recipe.augmentation, seed, {
    pause: breathe,
    warn,
  });
  const rows = await labelled(fitted, given, 'training', breathe, streaming);
  const augment = batchAugmenter(fitted, rows.features, recipe.augmentation, seed);
  const held =
    validation === null
      ? null
      : await labelled(fitted, sourceOf(validation), 'validation', breathe, streaming);
  const classes = target.kind === 'classes' ? target.classes.length : 0;
  const names = target.kind === 'classes' ? target.classes : [];
  const options = training.lossOptions;
  const shape = networkContext(fitted);
  const one = lossOf(lossName, { options, task, target: rows.target, classes, names });
  const loss = lossOfMembers(one, shape.outputs);
  const count = rows.target.length;
  const batches = planBatches(count, training.batchSize ?? defaultBatchSize(count));
  const network = build(recipe, shape);
  const size = { network, rows: count, steps: batches.steps, epochs: training.epochs };
  const sample = sampleOf(rows, seed);
  const outputs = network.outputs[0]?.shape.at(-1) ?? 1;
  const every = metricsEvery(
    { sample: sample.raw.length, scored: sample.raw.length + (held?.raw.length ?? 0), outputs },
    size,
  );
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
          ...(augment === null ? {} : { augment }),
          epochs: training.epochs,
        },
        steps: batches.steps,
        validation: held,
        validationLoss: (output, wanted) => one(answerOfMembers(output, shape.outputs, task), wanted),
        expected,
        score: (outputs) => {
          const wanted = held?.target ?? new Float32Array(0);
          return score(fitted, togetherOf(outputs, wanted.length, shape.outputs, task), wanted);
        },
        metrics: (outputs) => metrics(fitted, outputs, held?.raw ?? new Float32Array(0)),
        ...(fold === undefined ? {} : { fold }),
        layersEvery: layersEvery(size),
        trainingSample: {
          features: sample.features,
          metrics: (given) => metrics(fitted, given, sample.raw),
          every,
        },
        checkpoints: checkpoints === undefined ? null : { ...checkpoints, key: keyOf(recipe, fitted) },
      },
      context,
    );
    return { ...result, warnings: [...warnings, ...result.warnings], network };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import { defaultBatchSize } from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { Recipe } from '../../contract/schemas/recipe';
import type { DeviceTiming, EpochPoint } from '../../contract/schemas/runs';
import type { FeatureMatrix } from '../features/apply/matrix';
import type { TaskContext } from '../protocol';
import { Random } from '../random';
import { libraryOf } from '../runtimes/runtime';
import type { Loss, Runtime, TrainingSession } from '../runtimes/runtime';
import { startWithinMemory } from '../runtimes/smaller-batch';
import { planBatches } from './batches';
import type { Batches } from './batches';
import { breather, throttle } from './breath';
import { EarlyStopping } from './stopping';

/** Rows with the target as the loss takes it. */
export interface LabelledRows {
  features: FeatureMatrix;
  target: Float32Array;
}

export interface TrainingOptions {
  network: LayersModel;
  runtime: Runtime;
  training: Recipe['training'];
  seed: number;
  loss: Loss;
  rows: LabelledRows;
  validation: LabelledRows;
  /** Score of the validation rows from the network's outputs [rows, outputs]: accuracy, or R2. */
  score: (outputs: Float32Array) => number;
}

export interface TrainingResult {
  history: EpochPoint[];
  /** From 1. */
  bestEpoch: number;
  /** Rows stepped a second, without validation. */
  rowsPerSecond: number;
  seconds: number;
  /** Which one trained it, where several were tried. */
  runtime: Runtime;
  deviceTimings: readonly DeviceTiming[];
  /** Of the device, see `TrainingSession`. */
  warnings: readonly Warning[];
}

function notFinite(epoch: number, which: string, value: number, learningRate: number): StrongroomError {
  return new StrongroomError('LOSS_NOT_FINITE', `The ${which} loss became ${value} in epoch ${epoch}.`, {
    expected: 'a finite number',
    received: String(value),
    next: `Lower the learning rate (it is ${learningRate}; try ${learningRate / 10}), and look for columns with extreme values.`,
  });
}

/** The loss of outputs that a session gave. */
function lossOf(loss: Loss, outputs: Float32Array, target: Float32Array): number {
  return tf.tidy(() => {
    const rows = target.length;
    const value = loss(tf.tensor2d(outputs, [rows, outputs.length / rows]), tf.tensor2d(target, [rows, 1]));
    return value.dataSync()[0] ?? Number.NaN;
  });
}

/**
 * Trains until the epochs are done, the validation loss has not fallen for `patience` epochs, or the person asks to
 * stop; then the network has the weights of its best epoch. The same seed gives the same bits.
 * Throws CANCELLED, and LOSS_NOT_FINITE when the loss overflows.
 */
export async function trainNetwork(options: TrainingOptions, context: TaskContext): Promise<TrainingResult> {
  const { network, runtime, training, loss, rows, seed } = options;
  const batches = planBatches(rows.target.length, training.batchSize ?? defaultBatchSize(rows.target.length));
  const session = await startWithinMemory(runtime, {
    network,
    features: rows.features,
    target: rows.target,
    loss,
    batchSize: batches.size,
    optimizer: { kind: training.optimizer, learningRate: training.learningRate },
    seed,
    epochs: training.epochs,
  });
  const stopping = new EarlyStopping(training.patience);
  try {
    const result = await runEpochs(options, batches, session, stopping, context);
    await session.close(stopping.bestWeights);
    return result;
  } catch (error) {
    // What went wrong first is what the person should know, also when the device is gone.
    await session.close(null).catch(() => undefined);
    throw error;
  }
}

async function runEpochs(
  { training, loss, rows, validation, seed, score }: TrainingOptions,
  { size, steps }: Batches,
  running: TrainingSession,
  best: EarlyStopping,
  { signal, stopRequested, report }: TaskContext,
): Promise<TrainingResult> {
  const breathe = breather(signal, 'Training');
  const progress = throttle(report);
  const random = new Random(seed, 'order of rows');
  const order = Int32Array.from(rows.target.keys());
  const history: EpochPoint[] = [];
  const started = performance.now();
  let told = 0;
  let stepping = 0;
  let stepped = 0;
  const rate = (): number => (stepping > 0 ? stepped / (stepping / 1000) : 0);
  const tell = (rowsDone: number): void => {
    const fraction = Math.min(1, (history.length + rowsDone / (steps * size)) / training.epochs);
    progress.report({
      fraction,
      detail: `Epoch ${Math.min(history.length + 1, training.epochs)} of ${training.epochs}`,
      epochs: history.slice(told),
      ...(best.bestEpoch > 0 ? { bestEpoch: best.bestEpoch } : {}),
      device: running.runtime.device(),
      runtime: libraryOf(running.runtime),
      deviceTimings: [...(running.deviceTimings ?? [])],
      rowsPerSecond: rate(),
    });
    told = history.length;
  };

  for (let epoch = 1; epoch <= training.epochs; epoch++) {
    random.shuffle(order);
    const before = performance.now();
    let done = 0;
    const trainLoss = await running.epoch(order, async (rowsDone) => {
      done = rowsDone;
      await breathe();
      if (progress.due()) tell(rowsDone);
      return !stopRequested();
    });
    stepping += performance.now() - before;
    stepped += done;
    if (!Number.isFinite(trainLoss)) throw notFinite(epoch, 'training', trainLoss, training.learningRate);

    const outputs = await running.outputs(validation.features, async () => {
      await breathe();
      return true;
    });
    const validationLoss = lossOf(loss, outputs, validation.target);
    if (!Number.isFinite(validationLoss)) {
      throw notFinite(epoch, 'validation', validationLoss, training.learningRate);
    }
    history.push({ epoch, trainLoss, validationLoss, validationScore: score(outputs) });
    if (best.improves(validationLoss, epoch)) best.keep(await running.weights());
    if (best.exhausted(epoch) || stopRequested()) break;
    if (progress.due()) tell(0);
  }
  tell(0);
  const seconds = (performance.now() - started) / 1000;
  return {
    history,
    bestEpoch: best.bestEpoch,
    rowsPerSecond: rate(),
    seconds,
    runtime: running.runtime,
    deviceTimings: running.deviceTimings ?? [],
    warnings: running.warnings ?? [],
  };
}

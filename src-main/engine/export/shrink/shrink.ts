import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import { defaultBatchSize, planLoss } from '../../../contract/planning';
import type { Shrinking } from '../../../contract/schemas/exports';
import type { Recipe } from '../../../contract/schemas/recipe';
import type { Frame } from '../../data/frame';
import { FeatureMatrix, takeRows } from '../../features/apply/matrix';
import { hostInputs } from '../../features/host';
import { hostTarget, learnableRows, learnedTarget, targetsOf } from '../../features/host-target';
import { lossOf, lossOfMembers } from '../../learning/losses';
import type { Loss } from '../../learning/losses';
import { build } from '../../model/build';
import type { LoadedModel } from '../../model/load';
import { networkContext } from '../../model/network-inputs';
import { networkOutput } from '../../model/pipeline';
import { fineTune } from './fine-tune';
import type { FineTuning } from './fine-tune';
import { keepMasks, magnitudeMasks } from './prune';
import { seenInEightBits } from './quantize-aware';

/** Rows beyond these are not used: the loop is in plain JavaScript. */
const mostRows = 10_000;
/** A part of what training begins with, for the weights are good already. */
const tuningRate = 5e-4;
const learningRate = 2e-3;
const chunkRows = 2048;
/** Passes over the rows: to mend what was taken, and to learn anew from the larger network. */
const epochs = { tune: 8, distil: 40 } as const;
/** Steps at least, where rows are few. */
const fewestSteps = 600;

interface Lesson {
  features: FeatureMatrix;
  target: Float32Array;
  loss: Loss;
}

async function lessonOf(
  { fitted }: LoadedModel,
  recipe: Recipe,
  frame: Frame,
  pause: () => Promise<void>,
): Promise<Lesson> {
  const raw = hostTarget(fitted, frame);
  const rows = learnableRows(fitted, raw).slice(0, mostRows);
  if (rows.length === 0) {
    throw new StrongroomError('TOO_FEW_ROWS', 'No row is left to learn from.', {
      expected: `rows with a known value in ${fitted.target.column}`,
      next: 'Give the data that the model was trained on.',
    });
  }
  const inputs = takeRows(hostInputs(fitted, frame), rows);
  const features = await FeatureMatrix.make(fitted, inputs, rows.length, pause);
  const target = learnedTarget(fitted, targetsOf(raw, rows));
  const names = fitted.target.kind === 'classes' ? fitted.target.classes : [];
  const { task } = fitted;
  const setting = { options: recipe.training.lossOptions, task, target, classes: names.length, names };
  const loss = lossOfMembers(
    lossOf(planLoss(recipe.training, task), setting),
    networkContext(fitted).outputs,
  );
  return { features, target, loss };
}

/** Units of a plain network that learns from one of another kind, before its share is taken. */
const plainLayers = [128, 128];

/** The recipe's layers with a part of their units; of any other network, or of several, a plain one. */
function smallerNetwork({ fitted }: LoadedModel, recipe: Recipe, share: number): LayersModel {
  const { model } = recipe;
  const layers = model.preset === 'mlp' && model.hidden.length > 0 ? model.hidden : plainLayers;
  const hidden = layers.map((units) => Math.max(2, Math.round(units * share)));
  return build(
    { ...recipe, model: { ...model, preset: 'mlp', network: null, hidden } },
    networkContext(fitted),
  );
}

/** What several members say of each row, averaged. @param values [rows, members x outputs]. @returns [rows, outputs]. */
function averaged(values: Float32Array, rows: number, outputs: number): Float32Array {
  const width = values.length / rows;
  const members = width / outputs;
  const mean = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < width; place++) {
      const at = row * outputs + (place % outputs);
      mean[at] = (mean[at] ?? 0) + (values[row * width + place] ?? 0) / members;
    }
  }
  return mean;
}

/** The outputs of a network for all rows, one after the other. */
async function outputsOf(
  network: LayersModel,
  features: FeatureMatrix,
  pause: () => Promise<void>,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let start = 0; start < features.rows; start += chunkRows) {
    const end = Math.min(features.rows, start + chunkRows);
    parts.push(
      tf.tidy(() => {
        const x = tf.tensor2d(features.slice(start, end), [end - start, features.width]);
        return Float32Array.from(networkOutput(network, x).dataSync());
      }),
    );
    await pause();
  }
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    values.set(part, place);
    place += part.length;
  }
  return values;
}

/** A smaller network that learns to give the outputs of the larger one, or the mean of its members', by their mean squared distance. */
async function distil(
  model: LoadedModel,
  recipe: Recipe,
  { features }: Lesson,
  share: number,
  options: FineTuning,
): Promise<LayersModel> {
  const student = smallerNetwork(model, recipe, share);
  const width = networkContext(model.fitted).outputs;
  const all = await outputsOf(model.network, features, () => options.pause(0));
  const values = averaged(all, features.rows, width);
  const taught = (rows: Int32Array): tf.Tensor2D => {
    const wanted = new Float32Array(rows.length * width);
    rows.forEach((row, place) => wanted.set(values.subarray(row * width, (row + 1) * width), place * width));
    return tf.tensor2d(wanted, [rows.length, width]);
  };
  await fineTune(
    student,
    features,
    (output, rows) => tf.mean<tf.Scalar>(tf.squaredDifference(output, taught(rows))),
    options,
  );
  return student;
}

/**
 * Makes a model smaller on rows with the target: prunes weights by their size and mends the others, gets it used to
 * weights in eight bits, or teaches a smaller network. The network of `model` may be changed.
 * @returns the network to keep; another one than the model's where it was taught.
 */
export async function shrink(
  model: LoadedModel,
  recipe: Recipe,
  frame: Frame,
  how: Shrinking,
  pause: (fraction: number) => Promise<void>,
): Promise<LayersModel> {
  const lesson = await lessonOf(model, recipe, frame, () => pause(0));
  const { features, target, loss } = lesson;
  const batchSize = defaultBatchSize(features.rows);
  const lossOfRows = (output: tf.Tensor2D, rows: Int32Array): tf.Scalar =>
    loss(
      output,
      tf.tensor2d(
        Float32Array.from(rows, (row) => target[row] ?? 0),
        [rows.length, 1],
      ),
    );
  const steps = Math.ceil(features.rows / batchSize);
  const passes = (least: number): number => Math.max(least, Math.ceil(fewestSteps / steps));
  const options: FineTuning = {
    epochs: passes(epochs.tune),
    batchSize,
    rate: tuningRate,
    seed: recipe.seed,
    pause,
  };
  switch (how.kind) {
    case 'prune': {
      const constrain = keepMasks(magnitudeMasks(model.network, how.share));
      await fineTune(model.network, features, lossOfRows, { ...options, constrain });
      return model.network;
    }
    case 'quantize-aware':
      await fineTune(model.network, features, lossOfRows, { ...options, seenAs: seenInEightBits });
      return model.network;
    case 'distil':
      return distil(model, recipe, lesson, how.share, {
        ...options,
        epochs: passes(epochs.distil),
        rate: learningRate,
      });
  }
}

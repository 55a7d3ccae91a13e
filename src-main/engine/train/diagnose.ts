import * as tf from '@tensorflow/tfjs-core';
import { SymbolicTensor, model } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import { columnOfFeature } from '../features/apply';
import type { Fitted } from '../features/fitted';
import { asMatrix } from '../features/tensors';
import { keepingValues, variablesOf } from '../learning/flat';
import type { LossNotFinite, TrainingJob } from '../runtimes/runtime';

/** Standardised values beyond this are far out of what a network can learn from. */
const extreme = 1e4;

interface Cause {
  /** After "because". */
  words: string;
  next: string;
}

const isBroken = (values: ArrayLike<number>): boolean => {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return true;
  return false;
};

/** The place of the number that is not finite, or else of the one furthest from zero. */
function furthest(values: ArrayLike<number>): { place: number; size: number } {
  let place = 0;
  let size = -1;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i] ?? 0);
    if (!Number.isFinite(value)) return { place: i, size: Number.POSITIVE_INFINITY };
    if (value > size) [place, size] = [i, value];
  }
  return { place, size };
}

/** A column, the target or an input, with values that no network can take. */
function causeInData({ features, target }: TrainingJob, fitted: Fitted, rows: Int32Array): Cause | null {
  const next = 'Look at the extreme values of that column in Data, or leave it out.';
  const wanted = furthest(Float32Array.from(rows, (row) => target[row] ?? Number.NaN));
  if (wanted.size > extreme) {
    const { column } = fitted.target;
    return {
      words: `the column to predict, ${column}, has a value ${String(Math.round(wanted.size))} deviations from the mean`,
      next: 'Look at the extreme values of the column to predict, or choose the Huber loss.',
    };
  }
  const given = furthest(features.gather(rows));
  if (given.size <= extreme) return null;
  const column = columnOfFeature(fitted, given.place % features.width);
  return { words: `the column ${column} has a value far out of its range`, next };
}

/** A batch and the weights before its step, in the network. */
function withBatch<T>(job: TrainingJob, { rows, weights }: LossNotFinite, look: (x: tf.Tensor2D) => T): T {
  const variables = variablesOf(job.network).all;
  return keepingValues(variables, () => {
    tf.engine().startScope('diagnosis');
    try {
      variables.forEach((variable, index) => {
        variable.assign(tf.tensor(weights[index] ?? new Float32Array(0), variable.shape));
      });
      return look(tf.tensor2d(job.features.gather(rows), [rows.length, job.features.width]));
    } finally {
      tf.engine().endScope();
    }
  });
}

/** The first layer whose outputs are not finite: layers are in an order in which each follows those it takes from. */
function firstBrokenOutput(network: LayersModel, x: tf.Tensor): string | null {
  const layers = network.layers.filter(({ output }) => output instanceof SymbolicTensor);
  const outputs = layers.flatMap(({ output }) => output);
  const every = model({ inputs: network.inputs, outputs }).apply(x);
  const values = Array.isArray(every) ? every : [every];
  const broken = values.findIndex((value) => value instanceof tf.Tensor && isBroken(value.dataSync()));
  return layers[broken]?.name ?? null;
}

/** The last layer with a gradient that is not finite: gradients flow backwards, so it began there. */
function firstBrokenGradient(
  { network, loss, target }: TrainingJob,
  x: tf.Tensor,
  rows: Int32Array,
): string | null {
  const trainable = [...variablesOf(network).trainable];
  const { grads } = tf.variableGrads(() => {
    const output = network.apply(x, { training: true });
    if (!(output instanceof tf.Tensor)) throw new TypeError('The network has more than one output.');
    const wanted = Float32Array.from(rows, (row) => target[row] ?? Number.NaN);
    return loss(asMatrix(output), tf.tensor2d(wanted, [rows.length, 1]));
  }, trainable);
  const broken = trainable.findLast(({ name }) => isBroken(grads[name]?.dataSync() ?? []));
  return broken === undefined ? null : broken.name.slice(0, broken.name.lastIndexOf('/'));
}

const causeInLayers = (job: TrainingJob, failure: LossNotFinite): string | null =>
  withBatch(
    job,
    failure,
    (x) => firstBrokenOutput(job.network, x) ?? firstBrokenGradient(job, x, failure.rows),
  );

/**
 * Why a loss was not finite, as an error for the person: at which step, in which column or layer, and what to change.
 * @param epoch from 1. @param learningRate of the step.
 */
export function explainFailure(
  job: TrainingJob,
  fitted: Fitted,
  failure: LossNotFinite,
  epoch: number,
  learningRate: number,
): StrongroomError {
  const inData = causeInData(job, fitted, failure.rows);
  const layer = inData === null ? causeInLayers(job, failure) : null;
  const lower = `Lower the learning rate (it is ${String(learningRate)}; try ${String(Number((learningRate / 10).toPrecision(3)))}), or limit the gradient under Regularization.`;
  const because =
    inData?.words ?? (layer === null ? 'the weights grew beyond bounds' : `the layer ${layer} overflowed`);
  return new StrongroomError(
    'LOSS_NOT_FINITE',
    `The training loss became ${String(failure.loss)} in step ${failure.step + 1} of epoch ${epoch}, because ${because}.`,
    {
      expected: 'a finite number',
      received: String(failure.loss),
      next: inData === null ? lower : `${inData.next} Or lower the learning rate.`,
    },
  );
}

import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { applyFeatures } from '../features/apply';
import type { Fitted } from '../features/fitted';
import { asMatrix } from '../features/tensors';
import { bothOf, calibrated } from './calibrate';
import { outputsOf } from './network-inputs';

/** What the network says of prepared rows, dropout off. @param x [n, width]. @returns [n, outputs], logits. */
export function networkOutput(network: LayersModel, x: tf.Tensor2D): tf.Tensor2D {
  const output = network.apply(x, { training: false });
  if (!(output instanceof tf.Tensor)) throw new TypeError('The network has more than one output.');
  return asMatrix(output);
}

/** Its exponential is far beyond any count, and far from what float32 cannot hold. */
const largestLogarithm = 40;

/** The answer of one member. @param output [n, outputs]. @returns [n, 1] or [n, classes]. */
function memberScore(fitted: Fitted, output: tf.Tensor2D): tf.Tensor2D {
  if (fitted.target.kind === 'number') {
    const { link, deviation, mean } = fitted.target;
    const learned = link === 'log' ? tf.exp(tf.minimum(output, largestLogarithm)) : output;
    return tf.add(tf.mul(learned, deviation), mean);
  }
  if (fitted.task === 'binary') {
    return bothOf(output);
  }
  return tf.softmax(output);
}

/**
 * The network's output as an answer: for numbers, in the target's own units [n, 1]; for classes,
 * probabilities [n, classes] in the order of `fitted.target.classes`. The answers of several members are averaged; where
 * they are calibrated, their outputs.
 * @param output [n, members x outputs], member after member: for numbers and two classes one output (a logit, of the
 * second class), else one logit a class.
 */
export function scoreOf(fitted: Fitted, output: tf.Tensor2D): tf.Tensor2D {
  const outputs = outputsOf(fitted);
  const members = output.shape[1] / outputs;
  if (fitted.target.kind === 'classes' && fitted.target.calibration !== undefined) {
    const joined =
      members === 1 ? output : tf.mean<tf.Tensor2D>(tf.reshape(output, [-1, members, outputs]), 1);
    return calibrated(joined, fitted.target.calibration);
  }
  if (members === 1) return memberScore(fitted, output);
  const each = memberScore(fitted, tf.reshape(output, [-1, outputs]));
  return tf.mean(tf.reshape(each, [-1, members, each.shape[1]]), 1);
}

/**
 * The whole pipeline from raw columns to the answer, in tfjs operations only, so that it can be traced.
 * @param inputs by the names of `inputSpecifications`, each [n], words [n, width]. @returns score, see `scoreOf`.
 */
export function forward(
  fitted: Fitted,
  network: LayersModel,
  inputs: Record<string, tf.Tensor>,
): { score: tf.Tensor2D } {
  return tf.tidy(() => ({ score: scoreOf(fitted, networkOutput(network, applyFeatures(fitted, inputs))) }));
}

import * as tf from '@tensorflow/tfjs-core';
import type { Task } from '../../../contract/schemas/recipe';
import type { Loss } from './loss';

const asTwo = (tensor: tf.Tensor): tf.Tensor2D => tf.reshape<tf.Rank.R2>(tensor, [-1, tensor.shape[1] ?? 1]);

/**
 * The loss of a network of several members that each answer by themselves: the mean of their losses, and not the loss
 * of their mean, which would let them lean on each other (Gorishniy and others, 2024, "TabM").
 * @param outputs of one member. The output of the network is [n, members x outputs], member after member.
 */
export const lossOfMembers =
  (loss: Loss, outputs: number): Loss =>
  (output, target) =>
    tf.tidy(() => {
      const members = output.shape[1] / outputs;
      if (members === 1) return loss(output, target);
      const wanted = tf.reshape(tf.tile(target, [1, members]), [-1, target.shape[1]]);
      return loss(tf.reshape(output, [-1, outputs]), asTwo(wanted));
    });

/**
 * What the members say together, as one network would say it, for looking at the loss of rows that do not train: the mean
 * of numbers, the logit of the mean probability of two classes, the logarithms of the mean probabilities of several.
 * @param output [n, members x outputs]. @returns [n, outputs]; the output itself where there is one member.
 */
export function answerOfMembers(output: tf.Tensor2D, outputs: number, task: Task): tf.Tensor2D {
  const members = output.shape[1] / outputs;
  if (members === 1) return output;
  return tf.tidy(() => {
    const each = tf.reshape<tf.Rank.R3>(output, [-1, members, outputs]);
    const mean = (x: tf.Tensor): tf.Tensor2D => tf.mean<tf.Tensor2D>(x, 1);
    if (task === 'regression') return mean(each);
    // From the logarithms, for a probability close to 1 has no digits left.
    if (task === 'multiclass') return meanLog(tf.logSoftmax(each));
    return tf.sub(meanLog(tf.neg(tf.softplus(tf.neg(each)))), meanLog(tf.neg(tf.softplus(each))));
  });
}

/** The logarithm of the mean of exponentials over the members. @param logs [n, members, outputs]. */
const meanLog = (logs: tf.Tensor): tf.Tensor2D =>
  tf.sub<tf.Tensor2D>(tf.logSumExp(logs, 1), Math.log(logs.shape[1] ?? 1));

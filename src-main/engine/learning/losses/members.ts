import * as tf from '@tensorflow/tfjs-core';
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

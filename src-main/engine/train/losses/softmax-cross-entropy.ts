import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../../runtimes/runtime';

/** Mean of -log p(target) from one logit a class. The target is the index of the class. */
export const softmaxCrossEntropy: Loss = (logits, target) =>
  tf.tidy(() => {
    const classes = logits.shape[1];
    const indices = tf.cast(tf.squeeze<tf.Tensor1D>(target, [1]), 'int32');
    const chosen = tf.oneHot(indices, classes, 1, 0, 'float32');
    return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), 1)));
  });

import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';

type Inputs = Parameters<layerTypes.Layer['call']>[0];
type Keywords = Parameters<layerTypes.Layer['call']>[1];

/**
 * The average over the steps that count, as GlobalAveragePooling1D of Keras; that of tfjs refuses masks. Rows of which no
 * step counts give zeros. [rows, steps, channels] to [rows, channels].
 */
export class MaskedAverage extends layers.Layer {
  static readonly className = 'MaskedAverage';

  constructor(options: { name: string }) {
    super(options);
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [inputShape[0] ?? null, inputShape[2] ?? null];
  }

  /** Behind it there are no steps that could be left out. */
  override computeMask(): tf.Tensor {
    // tfjs takes null for no mask everywhere, but its types do not say so.
    return null as unknown as tf.Tensor;
  }

  override call(inputs: Inputs, keywords: Keywords): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('An average over steps takes one tensor.');
    const mask: unknown = Array.isArray(keywords['mask']) ? keywords['mask'][0] : keywords['mask'];
    if (!(mask instanceof tf.Tensor)) return tf.mean(x, 1);
    return tf.tidy(() => {
      // Sums of tfjs give masks an axis more.
      const counts = tf.reshape(tf.cast(mask, 'float32'), [-1, x.shape[1] ?? 1, 1]);
      return tf.div(tf.sum(tf.mul(x, counts), 1), tf.maximum(tf.sum(counts, 1), 1));
    });
  }
}

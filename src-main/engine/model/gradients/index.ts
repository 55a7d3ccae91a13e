import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of tfjs, some of which are replaced here.
import '@tensorflow/tfjs-layers';
import { tileGradient } from './tile';

/** Gradients that are better than those of tfjs, one a file. */
const gradients: readonly tf.GradConfig[] = [tileGradient];

for (const gradient of gradients) {
  tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(gradient);
}

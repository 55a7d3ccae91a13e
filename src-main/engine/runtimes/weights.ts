import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Puts weights into a network. @param weights in the order of `network.weights`. */
export function setWeights(network: LayersModel, weights: readonly Float32Array[]): void {
  tf.tidy(() => {
    network.setWeights(
      network.weights.map((weight, index) =>
        tf.tensor(weights[index] ?? new Float32Array(0), weight.read().shape),
      ),
    );
  });
}

import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Recipe } from '../../contract/schemas/recipe';
import { Random } from '../random';

type Activation = Recipe['model']['activation'];

/** Activations that are zero for about half of their inputs need twice the variance (He and others, 2015). */
const gain: Record<Activation, number> = { relu: 2, gelu: 2, swish: 2, elu: 1.5, tanh: 1 };

/**
 * Fills a network's weights from the seed: kernels normal with variance gain / inputs (the last one, whose
 * outputs should begin near zero, with a tenth of the deviation), biases zero. The same seed gives the same bits.
 */
export function initialise(network: LayersModel, activation: Activation, seed: number): void {
  const last = network.weights.filter(({ shape }) => shape.length === 2).length - 1;
  let kernels = 0;
  tf.tidy(() => {
    const values = network.weights.map((weight) => {
      const [inputs = 1, outputs] = weight.shape;
      if (inputs === null || outputs === undefined || outputs === null) {
        return tf.zeros(weight.shape.map((size) => size ?? 1));
      }
      const random = new Random(seed, `weights ${kernels}`);
      const isOutput = kernels === last;
      kernels += 1;
      const deviation = Math.sqrt((isOutput ? 1 : gain[activation]) / inputs) * (isOutput ? 0.1 : 1);
      const kernel = Float32Array.from({ length: inputs * outputs }, () => random.normal() * deviation);
      return tf.tensor2d(kernel, [inputs, outputs]);
    });
    network.setWeights(values);
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { OwnWeightsLayer } from './own-weights';

export interface ScaledDenseOptions {
  name: string;
  units: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/** How fast biases are learned, as a share of how fast other weights are. */
const biasSpeed = 0.1;

/**
 * A dense layer in neural tangent parametrisation (Jacot and others, 2018), as RealMLP has it: y = x W / sqrt(inputs) + 0.1 b,
 * where W begins standard normal and 0.1 b too. [..., inputs] to [..., units].
 */
export class ScaledDense extends OwnWeightsLayer {
  static readonly className = 'ScaledDense';
  readonly units: number;
  private kernel: LayerVariable | undefined;
  private bias: LayerVariable | undefined;

  constructor({ name, units }: ScaledDenseOptions) {
    super({ name });
    this.units = units;
  }

  override build(inputShape: Shape | Shape[]): void {
    const inputs = inputShape.at(-1);
    if (typeof inputs !== 'number') throw new TypeError('A scaled dense layer takes one tensor.');
    this.kernel = this.addWeight('kernel', [inputs, this.units], 'float32', initializers.zeros());
    this.bias = this.addWeight('bias', [this.units], 'float32', initializers.zeros());
    super.build(inputShape);
  }

  begin(name: string, shape: readonly number[], random: Random): Float32Array {
    const length = shape.reduce((product, size) => product * size, 1);
    const deviation = name === 'bias' ? 1 / biasSpeed : 1;
    return Float32Array.from({ length }, () => random.normal() * deviation);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.units];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    const [kernel, bias] = [this.kernel?.read(), this.bias?.read()];
    if (x === undefined || kernel === undefined || bias === undefined) {
      throw new TypeError('A scaled dense layer takes one tensor.');
    }
    return tf.tidy(() => {
      const [width = 1] = kernel.shape;
      const flat = tf.reshape(x, [-1, width]);
      const product = tf.matMul(flat, tf.mul(kernel, 1 / Math.sqrt(width)));
      const made = tf.add(product, tf.mul(bias, biasSpeed));
      return x.rank === 2 ? made : tf.reshape(made, [-1, ...x.shape.slice(1, -1), this.units]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units };
  }
}

import * as tf from '@tensorflow/tfjs-core';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { NoiseLayer } from './noise';

export interface GaussianNoiseOptions {
  name: string;
  /** Standard deviation of what is added, in units of the layer's input; 0 and above. */
  deviation: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];
type Keywords = Parameters<layerTypes.Layer['call']>[1];

/**
 * Adds normal noise to every unit in training, and nothing otherwise, as Keras' GaussianNoise. The layer of tfjs draws
 * from a generator that cannot be seeded.
 */
export class SeededGaussianNoise extends NoiseLayer {
  static readonly className = 'SeededGaussianNoise';
  readonly deviation: number;

  constructor(options: GaussianNoiseOptions) {
    super({ name: options.name });
    this.deviation = options.deviation;
    this.supportsMasking = true;
  }

  get isSilent(): boolean {
    return this.deviation === 0;
  }

  /** Normal numbers with mean 0. */
  fill(random: Random, values: Float32Array): void {
    for (let i = 0; i < values.length; i++) values[i] = random.normal() * this.deviation;
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  override call(inputs: Inputs, keywords: Keywords): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Gaussian noise takes one tensor.');
    return keywords['training'] === true && this.noise !== undefined ? tf.add(x, this.noise) : x;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), deviation: this.deviation };
  }
}

export function gaussianNoise(options: GaussianNoiseOptions): layerTypes.Layer {
  return new SeededGaussianNoise(options);
}

import * as tf from '@tensorflow/tfjs-core';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { NoiseLayer } from './noise';

export interface DropoutOptions {
  name: string;
  /** Share of units set to zero, from 0 to below 1. */
  rate: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];
type Keywords = Parameters<layerTypes.Layer['call']>[1];

/**
 * Inverted dropout (Srivastava and others, 2014): in training each unit is zero with probability `rate`, and the
 * others are divided by 1 - rate; otherwise the identity. The layer of tfjs can not be repeated: its seed gives the
 * same mask at every step.
 */
export class SeededDropout extends NoiseLayer {
  static readonly className = 'SeededDropout';
  readonly rate: number;

  constructor(options: DropoutOptions) {
    super({ name: options.name });
    this.rate = options.rate;
    this.supportsMasking = true;
  }

  get isSilent(): boolean {
    return this.rate === 0;
  }

  /** 0 with probability `rate`, else 1 / (1 - rate). */
  fill(random: Random, values: Float32Array): void {
    random.fillBernoulli(values, this.rate, 0, 1 / (1 - this.rate));
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  override call(inputs: Inputs, keywords: Keywords): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Dropout takes one tensor.');
    return keywords['training'] === true && this.noise !== undefined ? tf.mul(x, this.noise) : x;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}

export function dropout(options: DropoutOptions): layerTypes.Layer {
  return new SeededDropout(options);
}

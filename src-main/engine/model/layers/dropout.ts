import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';

export interface DropoutOptions {
  name: string;
  /** Share of units set to zero, from 0 to below 1. */
  rate: number;
}

/**
 * Draws what a layer multiplies its input by in one step: 0 with probability `rate`, else 1 / (1 - rate).
 * @param mask is filled, in order. Every runtime draws through here, so that a seed means the same to all.
 */
export function drawMask(random: Random, rate: number, mask: Float32Array): void {
  random.fillBernoulli(mask, rate, 0, 1 / (1 - rate));
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];
type Keywords = Parameters<layerTypes.Layer['call']>[1];

/**
 * Inverted dropout (Srivastava and others, 2014): in training each unit is zero with probability `rate`, and the
 * others are divided by 1 - rate; otherwise the identity. Masks come from the generator that training
 * sets, since the one of tfjs can not be repeated: its seed gives the same mask at every step.
 */
export class SeededDropout extends layers.Layer {
  static readonly className = 'SeededDropout';
  readonly rate: number;
  /** Where masks come from; training sets it before the first step. */
  random: Random | undefined;
  /** A mask of the input's shape, in place of a drawn one: so that a traced step can take it as an input. */
  mask: tf.Tensor | undefined;

  constructor(options: DropoutOptions) {
    super({ name: options.name });
    this.rate = options.rate;
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  override call(inputs: Inputs, keywords: Keywords): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Dropout takes one tensor.');
    const { random, mask: given } = this;
    if (keywords['training'] !== true || this.rate === 0) return x;
    if (given !== undefined) return tf.mul(x, given);
    if (random === undefined) return x;
    const mask = new Float32Array(x.size);
    drawMask(random, this.rate, mask);
    return tf.tidy(() => tf.mul(x, tf.tensor(mask, x.shape, 'float32')));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}

export function dropout(options: DropoutOptions): layerTypes.Layer {
  return new SeededDropout(options);
}

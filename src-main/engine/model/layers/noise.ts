import type * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';

/**
 * A layer that chance changes while a network trains. What it draws is given to it for each step by whoever steps, so
 * that every runtime draws the same from a seed and a traced step takes it as an input.
 */
export abstract class NoiseLayer extends layers.Layer {
  /** What was drawn for the step that runs, of the shape `noiseShape` says; without it the layer is the identity. */
  noise: tf.Tensor | undefined;

  /** Whether it draws nothing, with the settings it has. */
  abstract readonly isSilent: boolean;

  /** The shape of what it draws for a step: that of its output, unless it says otherwise. @param batch rows of the step. */
  noiseShape(batch: number): number[] {
    return this.outputShape.map((size) => (typeof size === 'number' ? size : batch));
  }

  /** Draws for one step: fills `values`, in order. */
  abstract fill(random: Random, values: Float32Array): void;
}

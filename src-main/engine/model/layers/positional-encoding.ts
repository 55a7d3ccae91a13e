import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';

type Inputs = Parameters<layerTypes.Layer['call']>[0];

export interface PositionalEncodingOptions {
  name?: string;
  /** The longest wave, in steps over 2 pi; 10000 in the publication. */
  maxWavelength?: number;
  /** [steps, features], where it is the first layer. */
  inputShape?: Shape;
}

/**
 * What is added to step `place` of a sequence: sin(place / maxWavelength^(2i / features)) in column 2i, and the
 * cosine of the same in column 2i + 1 (Vaswani and others, 2017, "Attention Is All You Need", section 3.5).
 * @returns one step after the other: [steps, features].
 */
export function encodePositions(steps: number, features: number, maxWavelength: number): Float32Array {
  return Float32Array.from({ length: steps * features }, (_, index) => {
    const column = index % features;
    const even = column - (column % 2);
    const angle = Math.floor(index / features) / maxWavelength ** (even / features);
    return column === even ? Math.sin(angle) : Math.cos(angle);
  });
}

/** Adds the place of each step, which attention alone does not see. [rows, steps, features] to the same shape. */
export class PositionalEncoding extends layers.Layer {
  static readonly className = 'PositionalEncoding';
  readonly maxWavelength: number;

  constructor(options: PositionalEncodingOptions) {
    super(options);
    this.maxWavelength = options.maxWavelength ?? 10_000;
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Positional encoding takes one tensor.');
    const [, steps = 0, features = 0] = x.shape;
    return tf.tidy(() =>
      tf.add(x, tf.tensor3d(encodePositions(steps, features, this.maxWavelength), [1, steps, features])),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), maxWavelength: this.maxWavelength };
  }
}

export function positionalEncoding(options: PositionalEncodingOptions): layerTypes.Layer {
  return new PositionalEncoding(options);
}

import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Stretch } from '../../../contract/network';

export interface ColumnSliceOptions {
  name: string;
  stretches: Stretch[];
  /** Of one row; their product is the width of all stretches. */
  sizes: number[];
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/** Takes some columns of a matrix, and gives them the sizes of one input: [rows, columns] to [rows, ...sizes]. */
export class ColumnSlice extends layers.Layer {
  static readonly className = 'ColumnSlice';
  readonly stretches: Stretch[];
  readonly sizes: number[];

  constructor({ name, stretches, sizes }: ColumnSliceOptions) {
    super({ name });
    this.stretches = stretches;
    this.sizes = sizes;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [inputShape[0] ?? null, ...this.sizes];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('A slice of columns takes one tensor.');
    return tf.tidy(() => {
      const pieces = this.stretches.map(({ place, width }) => tf.slice(x, [0, place], [-1, width]));
      const [first] = pieces;
      const joined = pieces.length === 1 && first !== undefined ? first : tf.concat(pieces, 1);
      return this.sizes.length === 1 ? joined : tf.reshape(joined, [-1, ...this.sizes]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      stretches: this.stretches.map((stretch) => ({ ...stretch })),
      sizes: [...this.sizes],
    };
  }
}

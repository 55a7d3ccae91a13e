import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';

export interface ColumnScalingOptions {
  name: string;
  /** How many times as fast the scales are learned as other weights. */
  speed: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/**
 * Learned scales (Holzmüller and others, 2024, "Better by Default"): y = x speed s, where s begins at 1 / speed, so that the
 * scales begin at 1. Optimizers such as Adam move s by steps of the same length as any weight, and so the scales by
 * `speed` times that. [rows, ..., values] to the same.
 */
export class ColumnScaling extends layers.Layer {
  static readonly className = 'ColumnScaling';
  readonly speed: number;
  private scale: LayerVariable | undefined;

  constructor({ name, speed }: ColumnScalingOptions) {
    super({ name });
    this.speed = speed;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape.slice(1).map((size) => (typeof size === 'number' ? size : 1));
    this.scale = this.addWeight('scale', shape, 'float32', initializers.constant({ value: 1 / this.speed }));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    const scale = this.scale?.read();
    if (x === undefined || scale === undefined) throw new TypeError('Learned scales take one tensor.');
    return tf.tidy(() => tf.mul(x, tf.mul(scale, this.speed)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), speed: this.speed };
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { OwnWeightsLayer, evenly } from './own-weights';

export interface WaveEmbeddingOptions {
  name: string;
  /** The places of the columns that are scaled numbers, ascending. */
  places: number[];
  waves: number;
  /** Numbers that each becomes, itself among them. */
  width: number;
  /** Deviation of the frequencies at the start. */
  spread: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/** How fast the waves are learned, as a share of how fast other weights are. */
const speed = 0.1;

/**
 * Periodic embeddings with a bias (PBLD of Holzmüller and others, 2024, "Better by Default"): beside each number x stand
 * A cos(2 pi x f + c) + d, with frequencies f that begin normal and phases c that begin evenly between -pi and pi. All
 * weights are kept ten times as large as they are used, so that they are learned a tenth as fast.
 * [rows, columns] to [rows, columns + numbers x (width - 1)]: the columns as they were, then what stands beside each number.
 */
export class WaveEmbedding extends OwnWeightsLayer {
  static readonly className = 'WaveEmbedding';
  readonly places: number[];
  readonly waves: number;
  readonly width: number;
  readonly spread: number;
  private readonly own: LayerVariable[] = [];

  constructor({ name, places, waves, width, spread }: WaveEmbeddingOptions) {
    super({ name });
    this.places = places;
    this.waves = waves;
    this.width = width;
    this.spread = spread;
  }

  override build(inputShape: Shape | Shape[]): void {
    const { waves, width } = this;
    const numbers = this.places.length;
    const shapes: [string, number[]][] = [
      ['frequencies', [numbers, 1, waves]],
      ['phase_bias', [numbers, 1, waves]],
      ['amplitudes', [numbers, waves, width - 1]],
      ['bias', [numbers, 1, width - 1]],
    ];
    if (numbers > 0) {
      for (const [name, shape] of shapes)
        this.own.push(this.addWeight(name, shape, 'float32', initializers.zeros()));
    }
    super.build(inputShape);
  }

  begin(name: string, shape: readonly number[], random: Random): Float32Array {
    const length = shape.reduce((product, size) => product * size, 1);
    if (name === 'frequencies') {
      return Float32Array.from({ length }, () => (random.normal() * this.spread) / speed);
    }
    return evenly(random, length, (name === 'phase_bias' ? Math.PI : 1 / Math.sqrt(this.waves)) / speed);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [rows = null, columns] = inputShape;
    return [rows, (columns ?? 0) + this.places.length * (this.width - 1)];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Number waves take one tensor.');
    if (this.own.length === 0) return tf.clone(x);
    return tf.tidy(() => {
      const [frequencies, phases, amplitudes, bias] = this.own.map((weight) => tf.mul(weight.read(), speed));
      if (
        frequencies === undefined ||
        phases === undefined ||
        amplitudes === undefined ||
        bias === undefined
      ) {
        throw new TypeError('Number waves are not built.');
      }
      const count = this.places.length;
      const chosen = tf.gather(x, tf.tensor1d(this.places, 'int32'), 1);
      const numbers = tf.reshape(tf.transpose(chosen), [count, -1, 1]);
      const angle = tf.add(tf.mul(numbers, tf.mul(frequencies, 2 * Math.PI)), phases);
      const beside = tf.add(tf.matMul(tf.cos(angle), amplitudes), bias);
      const flat = tf.reshape(tf.transpose(beside, [1, 0, 2]), [-1, count * (this.width - 1)]);
      return tf.concat([x, flat], 1);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { places, waves, width, spread } = this;
    return { ...super.getConfig(), places: [...places], waves, width, spread };
  }
}

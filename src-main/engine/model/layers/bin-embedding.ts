import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Stretch } from '../../../contract/network';
import type { Random } from '../../random';
import { OwnWeightsLayer, evenly } from './own-weights';

export interface BinEmbeddingOptions {
  name: string;
  /** Where the columns that are bins lie, ascending. */
  columns: Stretch[];
  /** Numbers that each becomes. */
  width: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/** Deviation of numbers spread evenly over 0 to 1. */
const evenDeviation = 1 / Math.sqrt(12);

/**
 * Piecewise-linear embeddings of numbers (Gorishniy and others, 2022, in the form of "TabM", 2024): with b the bins of a
 * number and z its rank among the training rows, standardised (the mean of b, less a half, over the deviation of an even
 * spread), each number becomes z w + c + b K. K begins at zero, so that at first a number is embedded by a line, and
 * bends are learned. All columns at once, by one product of batches of matrices.
 * [rows, columns] to [rows, numbers x width + other columns]: numbers first, the others behind them.
 */
export class BinEmbedding extends OwnWeightsLayer {
  static readonly className = 'BinEmbedding';
  readonly columns: Stretch[];
  readonly width: number;
  private weight: LayerVariable | undefined;
  private bias: LayerVariable | undefined;
  private kernel: LayerVariable | undefined;

  constructor({ name, columns, width }: BinEmbeddingOptions) {
    super({ name });
    this.columns = columns;
    this.width = width;
  }

  /** Of the column that has the most. */
  private get bins(): number {
    return Math.max(0, ...this.columns.map(({ width }) => width));
  }

  override build(inputShape: Shape | Shape[]): void {
    const count = this.columns.length;
    const add = (name: string, shape: number[]): LayerVariable =>
      this.addWeight(name, shape, 'float32', initializers.zeros());
    if (count > 0) {
      this.weight = add('weight', [count, 1, this.width]);
      this.bias = add('bias', [count, 1, this.width]);
      this.kernel = add('bins', [count, this.bins, this.width]);
    }
    super.build(inputShape);
  }

  begin(name: string, shape: readonly number[], random: Random): Float32Array | null {
    if (name === 'bins') return null;
    const length = shape.reduce((product, size) => product * size, 1);
    return evenly(random, length, 1 / Math.sqrt(this.width));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [rows = null, columns] = inputShape;
    const bins = this.columns.reduce((sum, { width }) => sum + width, 0);
    return [rows, (columns ?? 0) - bins + this.columns.length * this.width];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Number vectors take one tensor.');
    const [weight, bias, kernel] = [this.weight?.read(), this.bias?.read(), this.kernel?.read()];
    if (weight === undefined || bias === undefined || kernel === undefined) return tf.clone(x);
    return tf.tidy(() => {
      const width = x.shape[1] ?? 0;
      const slopes = this.slopes();
      const all = tf.add(kernel, tf.mul(slopes, weight));
      const shift = tf.sub(bias, tf.mul(weight, 0.5 / evenDeviation));
      const embedded = tf.add(tf.matMul(this.binsOf(x), all), shift);
      const count = this.columns.length;
      const side = tf.reshape(tf.transpose(embedded, [1, 0, 2]), [-1, count * this.width]);
      const others = this.others(width);
      return others.length === 0 ? side : tf.concat([side, tf.gather(x, tf.tensor1d(others, 'int32'), 1)], 1);
    });
  }

  /** What one bin adds to the standardised rank: [numbers, bins, 1], 0 where a number has fewer bins. */
  private slopes(): tf.Tensor3D {
    const { bins } = this;
    const values = this.columns.flatMap(({ width }) =>
      Array.from({ length: bins }, (_, bin) => (bin < width ? 1 / (width * evenDeviation) : 0)),
    );
    return tf.tensor3d(values, [this.columns.length, bins, 1]);
  }

  /** The bins of each number: [numbers, rows, bins], 0 where a number has fewer. */
  private binsOf(x: tf.Tensor): tf.Tensor {
    const { bins, columns } = this;
    const width = x.shape[1] ?? 0;
    const isSame = columns.every((column) => column.width === bins);
    const places = columns.flatMap((column) =>
      Array.from({ length: bins }, (_, bin) => (bin < column.width ? column.place + bin : width)),
    );
    const [first = 0] = places;
    const isWhole = isSame && places.every((place, index) => place === first + index);
    const chosen = isWhole
      ? tf.slice(x, [0, first], [-1, places.length])
      : tf.gather(
          isSame
            ? x
            : tf.pad(x, [
                [0, 0],
                [0, 1],
              ]),
          tf.tensor1d(places, 'int32'),
          1,
        );
    return tf.transpose(tf.reshape(chosen, [-1, columns.length, bins]), [1, 0, 2]);
  }

  private others(width: number): number[] {
    const taken = new Set(
      this.columns.flatMap((column) => Array.from({ length: column.width }, (_, i) => column.place + i)),
    );
    return Array.from({ length: width }, (_, place) => place).filter((place) => !taken.has(place));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      columns: this.columns.map(({ place, width }) => ({ place, width })),
      width: this.width,
    };
  }
}

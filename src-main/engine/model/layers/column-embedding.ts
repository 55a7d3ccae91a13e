import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';

/** A column that holds ids, and what each id becomes. */
export interface EmbeddedColumn {
  /** Place among the columns, from 0. */
  place: number;
  /** Ids are whole numbers from 0 to before this. */
  size: number;
  /** Numbers an id becomes. */
  width: number;
}

export interface ColumnEmbeddingOptions {
  name: string;
  /** Ascending by place. */
  columns: EmbeddedColumn[];
  /** Columns of the input: given for the first layer only. */
  width?: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/**
 * Replaces columns of ids by learned numbers, in their places, and leaves the others as they are (entity embeddings: Guo
 * and Berkhahn, 2016). [rows, columns] to [rows, columns - embedded + sum of their widths].
 */
export class ColumnEmbedding extends layers.Layer {
  static readonly className = 'ColumnEmbedding';
  readonly columns: EmbeddedColumn[];
  private tables: ReturnType<layerTypes.Layer['addWeight']>[] = [];

  constructor(options: ColumnEmbeddingOptions & { inputShape?: Shape }) {
    const { name, columns, width } = options;
    super({ ...options, name, ...(width === undefined ? {} : { inputShape: [width] }) });
    this.columns = columns;
  }

  override build(inputShape: Shape | Shape[]): void {
    this.tables = this.columns.map(({ size, width }, index) =>
      this.addWeight(`${index}/embeddings`, [size, width], 'float32', initializers.zeros()),
    );
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [rows = null, columns] = inputShape;
    const added = this.columns.reduce((sum, { width }) => sum + width - 1, 0);
    return [rows, (columns ?? 0) + added];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Column embedding takes one tensor.');
    return tf.tidy(() => {
      const width = x.shape[1] ?? 0;
      const pieces: tf.Tensor[] = [];
      const keep = (from: number, to: number): void => {
        if (to > from) pieces.push(tf.slice(x, [0, from], [-1, to - from]));
      };
      let done = 0;
      this.columns.forEach(({ place }, index) => {
        keep(done, place);
        const table = this.tables[index]?.read();
        const ids = tf.cast(tf.squeeze(tf.slice(x, [0, place], [-1, 1]), [1]), 'int32');
        if (table !== undefined) pieces.push(tf.gather(table, ids));
        done = place + 1;
      });
      keep(done, width);
      return tf.concat(pieces, 1);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), columns: this.columns.map((column) => ({ ...column })) };
  }
}

export function columnEmbedding(options: ColumnEmbeddingOptions): layerTypes.Layer {
  return new ColumnEmbedding(options);
}

import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import { maskScores } from './attention-mask';
import { lastSize, refuseOthers, shapesOf } from './attention-options';
import type { MultiHeadAttentionOptions } from './attention-options';

type Inputs = Parameters<layerTypes.Layer['call']>[0];
type Keywords = Parameters<layerTypes.Layer['call']>[1];

const parts = ['query', 'key', 'value'] as const;

/**
 * Multi-head attention (Vaswani and others, 2017, "Attention Is All You Need", sections 3.2.1 and 3.2.2):
 * softmax(Q K' / sqrt(keyDim)) V for each head, with Q, K and V linear in the inputs, and the heads side by side
 * made linear again. Weights, their layout and the meaning of masks are those of Keras.
 *
 * Takes one tensor [rows, steps, features] that attends to itself, or a list of query and value, or of query,
 * value and key. Steps that are masked (by a masking layer or an embedding) are not looked at.
 * @returns [rows, steps of the query, features of the query].
 */
export class MultiHeadAttention extends layers.Layer {
  static readonly className = 'MultiHeadAttention';
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly useBias: boolean;
  readonly useCausalMask: boolean;
  /** [features, heads, length] of query, key and value, then [heads, valueDim, features]. */
  private kernels: LayerVariable[] = [];
  private biases: LayerVariable[] = [];

  constructor(options: MultiHeadAttentionOptions) {
    super(options);
    refuseOthers({ ...options });
    this.numHeads = options.numHeads;
    this.keyDim = options.keyDim;
    this.valueDim = options.valueDim ?? options.keyDim;
    this.useBias = options.useBias ?? true;
    this.useCausalMask = options.useCausalMask ?? false;
    this.supportsMasking = true;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shapes = shapesOf(inputShape);
    const heads = this.numHeads;
    const lengths = { query: this.keyDim, key: this.keyDim, value: this.valueDim };
    const widths = { query: lastSize(shapes[0]), value: lastSize(shapes[1]), key: lastSize(shapes[2]) };
    for (const part of parts) {
      this.kernels.push(this.weight(`${part}/kernel`, [widths[part], heads, lengths[part]]));
      if (this.useBias) this.biases.push(this.weight(`${part}/bias`, [heads, lengths[part]]));
    }
    this.kernels.push(this.weight('attention_output/kernel', [heads, this.valueDim, widths.query]));
    if (this.useBias) this.biases.push(this.weight('attention_output/bias', [widths.query]));
    super.build(inputShape);
  }

  private weight(name: string, shape: number[]): LayerVariable {
    const initial = name.endsWith('bias') ? initializers.zeros() : initializers.glorotUniform({});
    return this.addWeight(name, shape, 'float32', initial);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return shapesOf(inputShape)[0] ?? [];
  }

  override computeMask(
    inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor | tf.Tensor[] {
    const [query] = Array.isArray(mask) ? mask : [mask];
    // Layers that pass no mask on give null, which the types of tfjs leave out.
    return query ?? super.computeMask(inputs);
  }

  override call(inputs: Inputs, keywords: Keywords): tf.Tensor {
    return tf.tidy(() => {
      const given: tf.Tensor[] = Array.isArray(inputs) ? inputs : [inputs];
      const [query, value = query, key = value] = given;
      if (query === undefined || value === undefined || key === undefined) {
        throw new TypeError('Attention takes at least one tensor.');
      }
      // The query is scaled rather than the scores, which are more.
      const q = tf.mul(this.project(query, 0), 1 / Math.sqrt(this.keyDim));
      const scores = tf.matMul(q, this.project(key, 1), false, true);
      const mask: unknown = keywords['mask'];
      const weights = tf.softmax(maskScores(scores, Array.isArray(mask) ? mask : [mask], this.useCausalMask));
      const heads = tf.transpose(tf.matMul(weights, this.project(value, 2)), [0, 2, 1, 3]);
      const [rows = 0, steps = 0] = heads.shape;
      const width = this.numHeads * this.valueDim;
      return tf.reshape(this.linear(tf.reshape(heads, [rows * steps, width]), 3), [rows, steps, -1]);
    });
  }

  /** x [n, inputs] times a kernel, its heads side by side: [n, outputs]. */
  private linear(x: tf.Tensor, index: number): tf.Tensor {
    const kernel = this.kernels[index]?.read() ?? tf.scalar(0);
    const inputs = x.shape.at(-1) ?? 1;
    const product = tf.matMul(x, tf.reshape(kernel, [inputs, -1]));
    const bias = this.biases[index]?.read();
    return bias === undefined ? product : tf.add(product, tf.reshape(bias, [-1]));
  }

  /** [rows, steps, features] to [rows, heads, steps, length]. */
  private project(x: tf.Tensor, index: number): tf.Tensor {
    const [rows = 0, steps = 0, features = 0] = x.shape;
    const flat = this.linear(tf.reshape(x, [rows * steps, features]), index);
    return tf.transpose(tf.reshape(flat, [rows, steps, this.numHeads, -1]), [0, 2, 1, 3]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, useBias, useCausalMask } = this;
    return { ...super.getConfig(), numHeads, keyDim, valueDim, dropout: 0, useBias, useCausalMask };
  }
}

export function multiHeadAttention(options: MultiHeadAttentionOptions): layerTypes.Layer {
  return new MultiHeadAttention(options);
}

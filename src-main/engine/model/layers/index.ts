import { serialization } from '@tensorflow/tfjs-core';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
// Layers are trained by these gradients, not by all of tfjs.
import '../gradients';
import { activation } from './activation';
import type { ActivationOptions } from './activation';
import { ColumnEmbedding, columnEmbedding } from './column-embedding';
import type { ColumnEmbeddingOptions } from './column-embedding';
import { ColumnSlice } from './column-slice';
import { dense } from './dense';
import type { DenseOptions } from './dense';
import { SeededDropout, dropout } from './dropout';
import type { DropoutOptions } from './dropout';
import { SeededGaussianNoise, gaussianNoise } from './gaussian-noise';
import type { GaussianNoiseOptions } from './gaussian-noise';
import type { MultiHeadAttentionOptions } from './attention-options';
import { MultiHeadAttention, multiHeadAttention } from './multi-head-attention';
import { PositionalEncoding, positionalEncoding } from './positional-encoding';
import type { PositionalEncodingOptions } from './positional-encoding';

/** Every layer that a network may be made of, one file each. */
export type LayerSpecification =
  | ({ kind: 'dense' } & DenseOptions)
  | ({ kind: 'activation' } & ActivationOptions)
  | ({ kind: 'columnEmbedding' } & ColumnEmbeddingOptions)
  | ({ kind: 'dropout' } & DropoutOptions)
  | ({ kind: 'gaussianNoise' } & GaussianNoiseOptions)
  | ({ kind: 'multiHeadAttention' } & MultiHeadAttentionOptions)
  | ({ kind: 'positionalEncoding' } & PositionalEncodingOptions);

export type LayerKind = LayerSpecification['kind'];

// Without this a saved network that has one could not be read back.
serialization.registerClass(ColumnEmbedding);
serialization.registerClass(ColumnSlice);
serialization.registerClass(SeededDropout);
serialization.registerClass(SeededGaussianNoise);
serialization.registerClass(MultiHeadAttention);
serialization.registerClass(PositionalEncoding);

export function createLayer(specification: LayerSpecification): layerTypes.Layer {
  switch (specification.kind) {
    case 'dense':
      return dense(specification);
    case 'activation':
      return activation(specification);
    case 'columnEmbedding':
      return columnEmbedding(specification);
    case 'dropout':
      return dropout(specification);
    case 'gaussianNoise':
      return gaussianNoise(specification);
    case 'multiHeadAttention':
      return multiHeadAttention(specification);
    case 'positionalEncoding':
      return positionalEncoding(specification);
  }
}

export { NoiseLayer } from './noise';
export {
  ColumnEmbedding,
  ColumnSlice,
  MultiHeadAttention,
  PositionalEncoding,
  SeededDropout,
  SeededGaussianNoise,
};

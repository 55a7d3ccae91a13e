import { serialization } from '@tensorflow/tfjs-core';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
// Layers are trained by these gradients, not by all of tfjs.
import '../gradients';
import { activation } from './activation';
import type { ActivationOptions } from './activation';
import { BinEmbedding } from './bin-embedding';
import type { BinEmbeddingOptions } from './bin-embedding';
import { ColumnEmbedding, columnEmbedding } from './column-embedding';
import type { ColumnEmbeddingOptions } from './column-embedding';
import { ColumnScaling } from './column-scaling';
import type { ColumnScalingOptions } from './column-scaling';
import { ColumnSlice } from './column-slice';
import { dense } from './dense';
import type { DenseOptions } from './dense';
import { SeededDropout, dropout } from './dropout';
import type { DropoutOptions } from './dropout';
import { SeededGaussianNoise, gaussianNoise } from './gaussian-noise';
import type { GaussianNoiseOptions } from './gaussian-noise';
import { MemberOutput } from './member-output';
import type { MemberOutputOptions } from './member-output';
import { MemberScaling } from './member-scaling';
import type { MemberScalingOptions } from './member-scaling';
import type { MultiHeadAttentionOptions } from './attention-options';
import { MultiHeadAttention, multiHeadAttention } from './multi-head-attention';
import { PositionalEncoding, positionalEncoding } from './positional-encoding';
import type { PositionalEncodingOptions } from './positional-encoding';
import { ScaledDense } from './scaled-dense';
import type { ScaledDenseOptions } from './scaled-dense';
import { WaveEmbedding } from './wave-embedding';
import type { WaveEmbeddingOptions } from './wave-embedding';
import { ResetAfterGRU } from './reset-after-gru';
import { MaskedAverage } from './masked-average';
import { VariationalRecurrent } from './variational';
import type { VariationalOptions } from './variational';

/** Every layer that a network may be made of, one file each. */
export type LayerSpecification =
  | ({ kind: 'dense' } & DenseOptions)
  | ({ kind: 'activation' } & ActivationOptions)
  | ({ kind: 'columnEmbedding' } & ColumnEmbeddingOptions)
  | ({ kind: 'binEmbedding' } & BinEmbeddingOptions)
  | ({ kind: 'waveEmbedding' } & WaveEmbeddingOptions)
  | ({ kind: 'columnScaling' } & ColumnScalingOptions)
  | ({ kind: 'scaledDense' } & ScaledDenseOptions)
  | ({ kind: 'memberScaling' } & MemberScalingOptions)
  | ({ kind: 'memberOutput' } & MemberOutputOptions)
  | ({ kind: 'dropout' } & DropoutOptions)
  | ({ kind: 'gaussianNoise' } & GaussianNoiseOptions)
  | ({ kind: 'multiHeadAttention' } & MultiHeadAttentionOptions)
  | ({ kind: 'positionalEncoding' } & PositionalEncodingOptions)
  | ({ kind: 'variational' } & VariationalOptions);

export type LayerKind = LayerSpecification['kind'];

// Without this a saved network that has one could not be read back.
serialization.registerClass(ColumnEmbedding);
serialization.registerClass(ColumnSlice);
serialization.registerClass(BinEmbedding);
serialization.registerClass(WaveEmbedding);
serialization.registerClass(ColumnScaling);
serialization.registerClass(ScaledDense);
serialization.registerClass(MemberScaling);
serialization.registerClass(MemberOutput);
serialization.registerClass(SeededDropout);
serialization.registerClass(SeededGaussianNoise);
serialization.registerClass(MultiHeadAttention);
serialization.registerClass(PositionalEncoding);
// Only in networks that were read from files of Keras.
serialization.registerClass(ResetAfterGRU);
serialization.registerClass(VariationalRecurrent);
serialization.registerClass(MaskedAverage);

export function createLayer(specification: LayerSpecification): layerTypes.Layer {
  switch (specification.kind) {
    case 'dense':
      return dense(specification);
    case 'activation':
      return activation(specification);
    case 'columnEmbedding':
      return columnEmbedding(specification);
    case 'binEmbedding':
      return new BinEmbedding(specification);
    case 'waveEmbedding':
      return new WaveEmbedding(specification);
    case 'columnScaling':
      return new ColumnScaling(specification);
    case 'scaledDense':
      return new ScaledDense(specification);
    case 'memberScaling':
      return new MemberScaling(specification);
    case 'memberOutput':
      return new MemberOutput(specification);
    case 'dropout':
      return dropout(specification);
    case 'gaussianNoise':
      return gaussianNoise(specification);
    case 'multiHeadAttention':
      return multiHeadAttention(specification);
    case 'positionalEncoding':
      return positionalEncoding(specification);
    case 'variational':
      return new VariationalRecurrent(specification);
  }
}

export { NoiseLayer } from './noise';
export { OwnWeightsLayer } from './own-weights';
export {
  BinEmbedding,
  ColumnEmbedding,
  ColumnScaling,
  ColumnSlice,
  MaskedAverage,
  MemberOutput,
  MemberScaling,
  MultiHeadAttention,
  PositionalEncoding,
  ScaledDense,
  SeededDropout,
  SeededGaussianNoise,
  WaveEmbedding,
  VariationalRecurrent,
};

import { z } from 'zod';
import type { LayerDefinition } from './define';
import { inputLayer } from './layers/input';
import { dense } from './layers/dense';
import { activationLayer } from './layers/activation';
import { leakyRelu } from './layers/leaky-relu';
import { prelu } from './layers/prelu';
import { dropout } from './layers/dropout';
import { gaussianNoise } from './layers/gaussian-noise';
import { batchNormalization } from './layers/batch-normalization';
import { layerNormalization } from './layers/layer-normalization';
import { flatten } from './layers/flatten';
import { reshape } from './layers/reshape';
import { permute } from './layers/permute';
import { repeatVector } from './layers/repeat-vector';
import { concatenate } from './layers/concatenate';
import { add } from './layers/add';
import { multiply } from './layers/multiply';
import { embedding } from './layers/embedding';
import { simpleRnn } from './layers/simple-rnn';
import { lstm } from './layers/lstm';
import { gru } from './layers/gru';
import { conv1d } from './layers/conv1d';
import { conv2d } from './layers/conv2d';
import { separableConv2d } from './layers/separable-conv2d';
import { depthwiseConv2d } from './layers/depthwise-conv2d';
import { pooling1d } from './layers/pooling1d';
import { pooling2d } from './layers/pooling2d';
import { globalPooling } from './layers/global-pooling';
import { multiHeadAttention } from './layers/multi-head-attention';
import { positionalEncoding } from './layers/positional-encoding';
import { columnEmbedding } from './layers/column-embedding';
import { columnScaling } from './layers/column-scaling';
import { scaledDense } from './layers/scaled-dense';
import { waveEmbedding } from './layers/wave-embedding';
import { binEmbedding } from './layers/bin-embedding';
import { memberScaling } from './layers/member-scaling';
import { outputLayer } from './layers/output';

export { layerGroups, networkInvalid, type LayerDefinition, type LayerGroup, type Sizes } from './define';
export { activations, activationSchema, type ActivationName } from './activations';
export { countOf, sizesText } from './sizes';
export {
  embeddedWidth,
  plainInputs,
  tableInputs,
  tablePart,
  withParts,
  type Encoding,
  type InputPart,
  type NetworkContext,
  type NetworkInputs,
  type NewPart,
  type Stretch,
  type TableColumn,
} from './inputs';
export { inputPartKinds, type InputPartKind } from './part-kinds';

export const layerSchema = z.discriminatedUnion('kind', [
  inputLayer.schema,
  dense.schema,
  activationLayer.schema,
  leakyRelu.schema,
  prelu.schema,
  dropout.schema,
  gaussianNoise.schema,
  batchNormalization.schema,
  layerNormalization.schema,
  flatten.schema,
  reshape.schema,
  permute.schema,
  repeatVector.schema,
  concatenate.schema,
  add.schema,
  multiply.schema,
  embedding.schema,
  simpleRnn.schema,
  lstm.schema,
  gru.schema,
  conv1d.schema,
  conv2d.schema,
  separableConv2d.schema,
  depthwiseConv2d.schema,
  pooling1d.schema,
  pooling2d.schema,
  globalPooling.schema,
  multiHeadAttention.schema,
  positionalEncoding.schema,
  columnEmbedding.schema,
  binEmbedding.schema,
  waveEmbedding.schema,
  columnScaling.schema,
  scaledDense.schema,
  memberScaling.schema,
  outputLayer.schema,
]);
/** One layer of a network, with the layers that it takes values from. */
export type Layer = z.output<typeof layerSchema>;
export type LayerKind = Layer['kind'];

/** Every kind of layer, in the order of the menu. */
export const layerDefinitions: Readonly<Record<LayerKind, LayerDefinition>> = {
  input: inputLayer,
  dense,
  activation: activationLayer,
  leakyRelu,
  prelu,
  dropout,
  gaussianNoise,
  batchNormalization,
  layerNormalization,
  flatten,
  reshape,
  permute,
  repeatVector,
  concatenate,
  add,
  multiply,
  embedding,
  simpleRnn,
  lstm,
  gru,
  conv1d,
  conv2d,
  separableConv2d,
  depthwiseConv2d,
  pooling1d,
  pooling2d,
  globalPooling,
  multiHeadAttention,
  positionalEncoding,
  columnEmbedding,
  binEmbedding,
  waveEmbedding,
  columnScaling,
  scaledDense,
  memberScaling,
  output: outputLayer,
};

/** A network as a graph of layers, in any order: one `output`, and an `input` for each part that it looks at. */
export const networkSchema = z.object({ layers: z.array(layerSchema).max(500) });
export type Network = z.output<typeof networkSchema>;

/** What a layer is called: by the person or its preset, else by its kind. */
export const layerName = (layer: Layer): string => layer.name ?? layerDefinitions[layer.kind].title;

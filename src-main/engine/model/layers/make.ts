import { layers } from '@tensorflow/tfjs-layers';
import type { RNN, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { InputPart, Layer, LayerKind, NetworkContext, Sizes } from '../../../contract/network';
import { binColumns, columnsWithin, numberColumns } from '../../../contract/network/table-columns';
import { vocabularyOf } from '../../../contract/network/vocabulary';
import type { EmbeddedColumn } from './column-embedding';
import { MaskedAverage, createLayer } from './index';

type Of<Kind extends LayerKind> = Extract<Layer, { kind: Kind }>;
type Made = layerTypes.Layer;
/** @param given sizes of the layers before. */
type Maker<Kind extends LayerKind> = (
  layer: Of<Kind>,
  given: readonly Sizes[],
  context: NetworkContext,
) => Made;

/** Kernels begin at zero here; `initialise` fills them from the seed. */
const zeros = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;

/** The columns of a table that hold ids of categories. */
export function embeddedColumns(parts: readonly InputPart[]): EmbeddedColumn[] {
  return parts
    .flatMap(({ columns }) => columns)
    .flatMap(({ encoding, place, categories, embedding }) =>
      encoding === 'ids' ? [{ place, size: categories ?? 2, width: embedding ?? 1 }] : [],
    );
}

interface RecurrentOptions {
  name: string;
  units: number;
  returnSequences: boolean;
  recurrentInitializer: 'zeros';
  kernelInitializer: 'zeros';
}

function recurrent(
  { id, units, sequences, bidirectional }: Of<'lstm' | 'gru' | 'simpleRnn'>,
  make: (options: RecurrentOptions) => RNN,
): Made {
  const own = make({
    name: bidirectional ? `${id}_steps` : id,
    units,
    returnSequences: sequences,
    recurrentInitializer: 'zeros',
    kernelInitializer: 'zeros',
  });
  return bidirectional ? layers.bidirectional({ name: id, layer: own, mergeMode: 'concat' }) : own;
}

/** With the same units off at every step, which the layers of tfjs can not repeat. */
const variational = ({ id, kind, units, sequences, bidirectional, dropout }: Of<'lstm' | 'gru'>): Made =>
  createLayer({ kind: 'variational', name: id, cell: kind, units, sequences, bidirectional, rate: dropout });

const makers: { readonly [Kind in Exclude<LayerKind, 'input'>]: Maker<Kind> } = {
  output: ({ id, members }, _, { outputs }) =>
    members
      ? createLayer({ kind: 'memberOutput', name: id, units: outputs })
      : layers.dense({ name: id, units: outputs, ...zeros }),
  dense: ({ id, units, activation, bias }) =>
    layers.dense({ name: id, units, activation, useBias: bias, ...zeros }),
  activation: ({ id, activation }) => layers.activation({ name: id, activation }),
  leakyRelu: ({ id, slope }) => layers.leakyReLU({ name: id, alpha: slope }),
  prelu: ({ id }) => layers.prelu({ name: id, alphaInitializer: 'zeros' }),
  dropout: ({ id, rate }) => createLayer({ kind: 'dropout', name: id, rate }),
  gaussianNoise: ({ id, deviation }) => createLayer({ kind: 'gaussianNoise', name: id, deviation }),
  batchNormalization: ({ id, momentum, epsilon }) =>
    layers.batchNormalization({ name: id, momentum, epsilon }),
  layerNormalization: ({ id, epsilon }) => layers.layerNormalization({ name: id, epsilon }),
  // tfjs flattens nothing that is flat already.
  flatten: ({ id }, [sizes = []]) =>
    sizes.length === 1 ? layers.reshape({ name: id, targetShape: [...sizes] }) : layers.flatten({ name: id }),
  reshape: ({ id, sizes }) => layers.reshape({ name: id, targetShape: sizes }),
  permute: ({ id, order }) => layers.permute({ name: id, dims: order }),
  repeatVector: ({ id, times }) => layers.repeatVector({ name: id, n: times }),
  concatenate: ({ id }) => layers.concatenate({ name: id, axis: -1 }),
  add: ({ id }) => layers.add({ name: id }),
  multiply: ({ id }) => layers.multiply({ name: id }),
  columnEmbedding: ({ id }, _, { inputs }) =>
    createLayer({ kind: 'columnEmbedding', name: id, columns: embeddedColumns(inputs.parts) }),
  binEmbedding: ({ id, width }, [sizes = []], context) =>
    createLayer({
      kind: 'binEmbedding',
      name: id,
      columns: binColumns(columnsWithin(sizes[0] ?? 0, context, 'Number vectors')).map((column) => ({
        place: column.place,
        width: column.width,
      })),
      width,
    }),
  waveEmbedding: ({ id, waves, width, spread }, [sizes = []], context) =>
    createLayer({
      kind: 'waveEmbedding',
      name: id,
      places: numberColumns(columnsWithin(sizes[0] ?? 0, context, 'Number waves')).map(({ place }) => place),
      waves,
      width,
      spread,
    }),
  columnScaling: ({ id, speed }) => createLayer({ kind: 'columnScaling', name: id, speed }),
  scaledDense: ({ id, units }) => createLayer({ kind: 'scaledDense', name: id, units }),
  memberScaling: ({ id, members, chunks }) =>
    createLayer({ kind: 'memberScaling', name: id, members, chunks }),
  embedding: ({ id, width, vocabulary, maskZero }, [sizes = []], context) =>
    layers.embedding({
      name: id,
      inputDim: vocabulary ?? vocabularyOf(context, sizes),
      outputDim: width,
      maskZero,
      embeddingsInitializer: 'zeros',
    }),
  simpleRnn: (layer) => recurrent(layer, (options) => layers.simpleRNN(options)),
  lstm: (layer) =>
    layer.dropout > 0
      ? variational(layer)
      : recurrent(layer, (options) => layers.lstm({ ...options, recurrentActivation: 'sigmoid' })),
  gru: (layer) =>
    layer.dropout > 0
      ? variational(layer)
      : recurrent(layer, (options) => layers.gru({ ...options, recurrentActivation: 'sigmoid' })),
  conv1d: ({ id, filters, size, stride, padding, activation }) =>
    layers.conv1d({ name: id, filters, kernelSize: size, strides: stride, padding, activation, ...zeros }),
  conv2d: ({ id, filters, size, stride, padding, activation }) =>
    layers.conv2d({ name: id, filters, kernelSize: size, strides: stride, padding, activation, ...zeros }),
  separableConv2d: ({ id, filters, size, stride, padding, activation }) =>
    layers.separableConv2d({
      name: id,
      filters,
      kernelSize: size,
      strides: stride,
      padding,
      activation,
      depthwiseInitializer: 'zeros',
      pointwiseInitializer: 'zeros',
    }),
  depthwiseConv2d: ({ id, size, stride, padding, activation }) =>
    layers.depthwiseConv2d({
      name: id,
      kernelSize: size,
      strides: stride,
      padding,
      activation,
      depthwiseInitializer: 'zeros',
    }),
  pooling1d: ({ id, mode, size, stride, padding }) =>
    (mode === 'max' ? layers.maxPooling1d : layers.averagePooling1d)({
      name: id,
      poolSize: size,
      strides: stride,
      padding,
    }),
  pooling2d: ({ id, mode, size, stride, padding }) =>
    (mode === 'max' ? layers.maxPooling2d : layers.averagePooling2d)({
      name: id,
      poolSize: [size, size],
      strides: [stride, stride],
      padding,
    }),
  globalPooling: ({ id, mode }, [sizes = []]) => {
    const isPicture = sizes.length === 3;
    if (mode === 'max') {
      return isPicture ? layers.globalMaxPooling2d({ name: id }) : layers.globalMaxPooling1d({ name: id });
    }
    return isPicture ? layers.globalAveragePooling2d({ name: id }) : new MaskedAverage({ name: id });
  },
  multiHeadAttention: ({ id, heads, keySize, causal }) =>
    createLayer({
      kind: 'multiHeadAttention',
      name: id,
      numHeads: heads,
      keyDim: keySize,
      useCausalMask: causal,
    }),
  positionalEncoding: ({ id }) => createLayer({ kind: 'positionalEncoding', name: id }),
};

/** The layer of tfjs that a layer of a network is. @param given sizes of the layers before it. */
export function makeLayer(
  layer: Exclude<Layer, Of<'input'>>,
  given: readonly Sizes[],
  context: NetworkContext,
): Made {
  // Which maker belongs to which kind is held by the type of `makers`; TypeScript cannot follow it through a lookup.
  const maker: (layer: never, given: readonly Sizes[], context: NetworkContext) => Made = makers[layer.kind];
  return maker(layer as never, given, context);
}

import type { ActivationName } from '../activations';
import type { Layer, LayerKind, NetworkContext, Sizes } from '../index';
import { binColumns, columnsWithin, numberColumns } from '../table-columns';
import { vocabularyOf } from '../vocabulary';
import { call, PythonName } from './python';
import type { PythonValue } from './python';

type Of<Kind extends LayerKind> = Extract<Layer, { kind: Kind }>;

/** How a layer is made in Keras. @param given sizes of what it takes. */
type Maker<Kind extends LayerKind> = (
  layer: Of<Kind>,
  given: readonly Sizes[],
  context: NetworkContext,
  name: { name: string },
) => string;

const activation = (name: ActivationName): PythonValue | undefined => {
  if (name === 'linear') return undefined;
  return name === 'swish' ? 'silu' : name;
};

const one = (given: readonly Sizes[]): Sizes => given[0] ?? [];

function recurrent(
  { units, sequences, bidirectional, ...rest }: Of<'lstm' | 'gru' | 'simpleRnn'>,
  className: string,
  name: { name: string },
  more: Record<string, PythonValue> = {},
): string {
  const dropout = 'dropout' in rest && rest.dropout > 0 ? rest.dropout : undefined;
  const settings = {
    return_sequences: sequences ? true : undefined,
    ...more,
    dropout,
    recurrent_dropout: dropout,
  };
  if (!bidirectional) return call(`layers.${className}`, [units], { ...settings, ...name });
  const own = call(`layers.${className}`, [units], settings);
  return call('layers.Bidirectional', [new PythonName(own)], name);
}

const window = ({ stride, padding }: { stride: number; padding: string }): Record<string, PythonValue> => ({
  strides: stride,
  padding,
});

export const kerasCalls: { readonly [Kind in Exclude<LayerKind, 'input' | 'output'>]: Maker<Kind> } = {
  dense: (layer, _, __, name) =>
    call('layers.Dense', [layer.units], {
      activation: activation(layer.activation),
      use_bias: layer.bias ? undefined : false,
      ...name,
    }),
  activation: (layer, _, __, name) =>
    call('layers.Activation', [activation(layer.activation) ?? 'linear'], name),
  leakyRelu: ({ slope }, _, __, name) => call('layers.LeakyReLU', [], { negative_slope: slope, ...name }),
  prelu: (_, __, ___, name) => call('layers.PReLU', [], name),
  dropout: ({ rate }, _, __, name) => call('layers.Dropout', [rate], name),
  gaussianNoise: ({ deviation }, _, __, name) => call('layers.GaussianNoise', [deviation], name),
  batchNormalization: ({ momentum, epsilon }, _, __, name) =>
    call('layers.BatchNormalization', [], { momentum, epsilon, ...name }),
  layerNormalization: ({ epsilon }, _, __, name) =>
    call('layers.LayerNormalization', [], { epsilon, ...name }),
  flatten: (_, __, ___, name) => call('layers.Flatten', [], name),
  reshape: ({ sizes }, _, __, name) => call('layers.Reshape', [sizes], name),
  permute: ({ order }, _, __, name) => call('layers.Permute', [order], name),
  repeatVector: ({ times }, _, __, name) => call('layers.RepeatVector', [times], name),
  concatenate: (_, __, ___, name) => call('layers.Concatenate', [], name),
  add: (_, __, ___, name) => call('layers.Add', [], name),
  multiply: (_, __, ___, name) => call('layers.Multiply', [], name),
  embedding: ({ width, vocabulary, maskZero }, given, context, name) =>
    call('layers.Embedding', [vocabulary ?? vocabularyOf(context, one(given)), width], {
      mask_zero: maskZero ? true : undefined,
      ...name,
    }),
  simpleRnn: (layer, _, __, name) => recurrent(layer, 'SimpleRNN', name),
  lstm: (layer, _, __, name) => recurrent(layer, 'LSTM', name),
  // One bias a gate, as here; Keras has two unless it is told so.
  gru: (layer, _, __, name) => recurrent(layer, 'GRU', name, { reset_after: false }),
  conv1d: (layer, _, __, name) =>
    call('layers.Conv1D', [layer.filters, layer.size], {
      ...window(layer),
      activation: activation(layer.activation),
      ...name,
    }),
  conv2d: (layer, _, __, name) =>
    call('layers.Conv2D', [layer.filters, layer.size], {
      ...window(layer),
      activation: activation(layer.activation),
      ...name,
    }),
  separableConv2d: (layer, _, __, name) =>
    call('layers.SeparableConv2D', [layer.filters, layer.size], {
      ...window(layer),
      activation: activation(layer.activation),
      ...name,
    }),
  depthwiseConv2d: (layer, _, __, name) =>
    call('layers.DepthwiseConv2D', [layer.size], {
      ...window(layer),
      activation: activation(layer.activation),
      ...name,
    }),
  pooling1d: (layer, _, __, name) =>
    call(layer.mode === 'max' ? 'layers.MaxPooling1D' : 'layers.AveragePooling1D', [layer.size], {
      ...window(layer),
      ...name,
    }),
  pooling2d: (layer, _, __, name) =>
    call(layer.mode === 'max' ? 'layers.MaxPooling2D' : 'layers.AveragePooling2D', [layer.size], {
      ...window(layer),
      ...name,
    }),
  globalPooling: ({ mode }, given, _, name) =>
    call(
      `layers.Global${mode === 'max' ? 'Max' : 'Average'}Pooling${one(given).length === 3 ? '2' : '1'}D`,
      [],
      name,
    ),
  multiHeadAttention: ({ heads, keySize }, _, __, name) =>
    call('layers.MultiHeadAttention', [], { num_heads: heads, key_dim: keySize, ...name }),
  positionalEncoding: (_, __, ___, name) => call('Positions', [], name),
  columnEmbedding: (_, __, { inputs }, name) => {
    const columns = inputs.parts
      .flatMap((part) => part.columns)
      .filter(({ encoding }) => encoding === 'ids')
      .map(({ place, categories, embedding }) => [place, categories ?? 2, embedding ?? 1]);
    return call('CategoryNumbers', [listOf(columns)], name);
  },
  binEmbedding: ({ width }, given, context, name) => {
    const columns = binColumns(columnsWithin(one(given)[0] ?? 0, context, 'Number vectors'));
    return call(
      'NumberVectors',
      [listOf(columns.map((column) => [column.place, column.width])), width],
      name,
    );
  },
  waveEmbedding: ({ waves, width, spread }, given, context, name) => {
    const columns = numberColumns(columnsWithin(one(given)[0] ?? 0, context, 'Number waves'));
    return call('NumberWaves', [listOf(columns.map(({ place }) => place))], {
      waves,
      width,
      spread,
      ...name,
    });
  },
  columnScaling: ({ speed }, _, __, name) => call('LearnedScales', [], { speed, ...name }),
  scaledDense: ({ units }, _, __, name) => call('ScaledDense', [units], name),
  memberScaling: ({ members }, _, __, name) => call('Members', [members], name),
};

const listOf = (items: readonly PythonValue[]): PythonName =>
  new PythonName(
    `[${items.map((item) => (Array.isArray(item) ? `(${item.join(', ')})` : String(item))).join(', ')}]`,
  );

/** How a layer is made in Keras, by its kind. */
export function kerasCall(
  layer: Exclude<Layer, Of<'input' | 'output'>>,
  given: readonly Sizes[],
  context: NetworkContext,
): string {
  // Which maker belongs to which kind is held by the type above; TypeScript cannot follow it through a lookup.
  const maker: (
    layer: never,
    given: readonly Sizes[],
    context: NetworkContext,
    name: { name: string },
  ) => string = kerasCalls[layer.kind];
  return maker(layer as never, given, context, { name: layer.id });
}

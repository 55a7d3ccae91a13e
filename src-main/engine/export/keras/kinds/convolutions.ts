import type { GraphBuilder, GraphNode, Settings } from '../graph';
import { numberOf, textOf } from '../settings';
import { unsupportedLayer } from '../errors';
import type { LayerKind } from './kind';

const neutral = { groups: [1], data_format: ['channels_last'] };
const convolution = ['kernel_size', 'strides', 'padding', 'dilation_rate', 'activation', 'use_bias'];

/** Convolutions: kernels are [window…, channels, filters] in both libraries. */
export const convolutions: LayerKind = {
  classNames: ['Conv2D', 'Conv3D'],
  rule: { same: ['filters', ...convolution], neutral: { ...neutral, rank: [1, 2, 3], lora_rank: [] } },
  activates: true,
};

const firstOf = (settings: Settings, key: string, fallback: number): number => {
  const value = settings[key];
  return Array.isArray(value) && typeof value[0] === 'number' ? value[0] : numberOf(settings, key, fallback);
};

/** Steps of zeros before the first and after the last: TensorFlow.js pads images only. */
function padSteps(builder: GraphBuilder, name: string, x: GraphNode, padding: [number, number]): GraphNode {
  const [rows = null, steps = null, channels = null] = x.shape;
  const image = builder.add(
    `${name}_wide`,
    'Reshape',
    { target_shape: [steps, 1, channels] },
    [x],
    [rows, steps, 1, channels],
  );
  const padded = builder.add(`${name}_pad`, 'ZeroPadding2D', { padding: [padding, [0, 0]] }, [image], []);
  const [, length = null] = padded.shape;
  return builder.add(`${name}_narrow`, 'Reshape', { target_shape: [length, channels] }, [padded], []);
}

/** Along steps; that no step sees later ones is padding before the first in TensorFlow.js. */
export const stepConvolution: LayerKind = {
  classNames: ['Conv1D'],
  rule: { same: ['filters', ...convolution], neutral: { ...neutral, rank: [1], lora_rank: [] } },
  activates: true,
  prepare({ builder, layer, inputs, to, settings }) {
    const given = settings();
    const [x] = inputs;
    if (to === 'keras' || given['padding'] !== 'causal' || x === undefined) return null;
    const before = (firstOf(given, 'kernel_size', 1) - 1) * firstOf(given, 'dilation_rate', 1);
    const padded = before === 0 ? x : padSteps(builder, layer.name, x, [before, 0]);
    return { settings: { ...given, padding: 'valid' }, inputs: [padded] };
  },
};

/** Kernels are [window…, filters, channels] in both libraries. */
export const transposedConvolutions: LayerKind = {
  classNames: ['Conv2DTranspose', 'Conv3DTranspose'],
  rule: {
    same: ['filters', ...convolution.filter((key) => key !== 'dilation_rate')],
    neutral: { ...neutral, rank: [2, 3], dilation_rate: [[1, 1], [1, 1, 1], 1], output_padding: [] },
  },
  activates: true,
};

export const depthwiseConvolution: LayerKind = {
  classNames: ['DepthwiseConv2D'],
  rule: { same: [...convolution, 'depth_multiplier'], neutral: { ...neutral, rank: [2] } },
  activates: true,
};

export const separableConvolution: LayerKind = {
  classNames: ['SeparableConv2D'],
  rule: { same: ['filters', ...convolution, 'depth_multiplier'], neutral: { ...neutral, rank: [2] } },
  activates: true,
};

/** Poolings over windows. */
export const pooling: LayerKind = {
  classNames: [1, 2, 3].flatMap((axes) => [`MaxPooling${String(axes)}D`, `AveragePooling${String(axes)}D`]),
  rule: { same: ['pool_size', 'strides', 'padding'], neutral: { data_format: ['channels_last'] } },
};

const overAll = { same: [], neutral: { data_format: ['channels_last'], keepdims: [false] } };

export const globalPooling: LayerKind = {
  classNames: ['GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalAveragePooling2D'],
  rule: overAll,
};

/** Keras leaves out steps that are padding, which TensorFlow.js refuses to do: then it is a layer of ours. */
export const stepAverage: LayerKind = {
  classNames: ['GlobalAveragePooling1D'],
  rule: overAll,
  translate: ({ isMasked, keep, settings, to }) =>
    keep(settings(), to === 'tfjs' && isMasked ? { className: 'MaskedAverage' } : {}),
};

export const cropping: LayerKind = {
  classNames: ['Cropping2D'],
  rule: { same: ['cropping'], neutral: { data_format: ['channels_last'] } },
};

export const zeroPadding: LayerKind = {
  classNames: ['ZeroPadding2D'],
  rule: { same: ['padding'], neutral: { data_format: ['channels_last'] } },
};

/** Only repeating and, alike in both, the nearest: other ways to fill in differ at the edges. */
export const upSampling: LayerKind = {
  classNames: ['UpSampling2D'],
  rule: { same: ['size', 'interpolation'], neutral: { data_format: ['channels_last'] } },
  translate({ keep, layer, settings }) {
    const given = settings();
    if (textOf(given, 'interpolation', 'nearest') !== 'nearest') {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'fills in by interpolation, which differs between the libraries',
      );
    }
    return keep({ ...given, interpolation: 'nearest' });
  },
};

/** Layers along one axis that TensorFlow.js lacks: done along the first of two, the second of length 1. */
export const alongOneAxis: LayerKind = {
  classNames: ['Cropping1D', 'ZeroPadding1D', 'UpSampling1D'],
  rule: { same: ['cropping', 'padding', 'size'], neutral: { data_format: ['channels_last'] } },
  translate({ builder, inputs, keep, layer, settings, shape, to }) {
    const given = settings();
    const [before] = inputs;
    if (to === 'keras' || before === undefined) return keep(given);
    const [rows = null, steps = null, channels = null] = before.shape;
    const pair = (key: string, fallback: number): number[] => {
      const value = given[key];
      if (Array.isArray(value)) return value.map((item) => (typeof item === 'number' ? item : fallback));
      const same = numberOf(given, key, fallback);
      return [same, same];
    };
    const wide = builder.add(
      `${layer.name}_wide`,
      'Reshape',
      { target_shape: [steps, 1, channels] },
      inputs,
      [rows, steps, 1, channels],
    );
    const settingsOf = {
      Cropping1D: { cropping: [pair('cropping', 1), [0, 0]] },
      ZeroPadding1D: { padding: [pair('padding', 1), [0, 0]] },
      UpSampling1D: { size: [numberOf(given, 'size', 2), 1], interpolation: 'nearest' },
    }[layer.className];
    const changed = builder.add(
      layer.name,
      layer.className.replace('1D', '2D'),
      settingsOf ?? {},
      [wide],
      shape,
    );
    const [, length = null] = changed.shape;
    return builder.add(
      `${layer.name}_narrow`,
      'Reshape',
      { target_shape: [length, channels] },
      [changed],
      shape,
    );
  },
};

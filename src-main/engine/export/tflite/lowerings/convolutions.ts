import { activationCodes, paddings } from '../schema/operators';
import { fusedActivation, fusedActivationCode } from './activations';
import type { Lowering, LoweringContext, Operand } from './lowering';
import { permuted } from './permute';
import { filterWindow, padWindows, windowsOf } from './windows';
import type { Windows } from './windows';

const windowOptions = ([height, width]: Windows): Record<string, number> => ({
  strideWidth: width.stride,
  strideHeight: height.stride,
  dilationWidth: width.dilation,
  dilationHeight: height.dilation,
});

/** A filter of tfjs in the order of TensorFlow Lite; a constant stays one. */
function filterIn(context: LoweringContext, order: readonly number[], shape: number[]): Operand {
  const filter = context.operand('filter');
  const from = filter.shape.map(Number);
  const constant = context.derive(filter, `filter ${order.join()}`, shape, (values) =>
    permuted(values, from, order),
  );
  return constant ?? context.reshape(context.transpose(filter, order), shape);
}

/** activation(convolution + bias), by one operator where the bias is one number a channel. */
function finish(
  context: LoweringContext,
  convolve: (bias: Operand, activation: number) => Operand,
  channels: number,
): Operand {
  const bias = context.optional('bias');
  const zeros = (): Operand => context.floats(new Float32Array(channels));
  const fits = bias?.shape.length === 1 && bias.shape[0] === channels;
  if (bias !== undefined && !fits) {
    const result = context.binary('ADD', convolve(zeros(), activationCodes.none), bias);
    return fusedActivation(context, result);
  }
  const activation = fusedActivationCode(context);
  const result = convolve(bias ?? zeros(), activation);
  return activation === activationCodes.none ? fusedActivation(context, result) : result;
}

function convolve(context: LoweringContext): Operand {
  const filter = context.operand('filter');
  const [height, width] = filterWindow(context, filter);
  const windows = windowsOf(context, context.operand('x').shape, context.output.shape, [height, width]);
  const [inputs = 1, channels = 1] = filter.shape.slice(2).map(Number);
  const weights = filterIn(context, [3, 0, 1, 2], [channels, height, width, inputs]);
  const { x, padding } = padWindows(context, context.operand('x'), windows, 0);
  return finish(
    context,
    (bias, activation) =>
      context.emit('CONV_2D', [x, weights, bias], context.output.shape, {
        padding,
        ...windowOptions(windows),
        activation,
      }),
    channels,
  );
}

function convolveChannels(context: LoweringContext): Operand {
  const filter = context.operand('filter');
  const [height, width] = filterWindow(context, filter);
  const windows = windowsOf(context, context.operand('x').shape, context.output.shape, [height, width]);
  const [inputs = 1, multiplier = 1] = filter.shape.slice(2).map(Number);
  const channels = inputs * multiplier;
  const weights = filterIn(context, [0, 1, 2, 3], [1, height, width, channels]);
  const { x, padding } = padWindows(context, context.operand('x'), windows, 0);
  return finish(
    context,
    (bias, activation) =>
      context.emit('DEPTHWISE_CONV_2D', [x, weights, bias], context.output.shape, {
        padding,
        ...windowOptions(windows),
        depthMultiplier: multiplier,
        activation,
      }),
    channels,
  );
}

/** The gradient of images, which a transposed convolution is. */
const conv2DBackpropInput: Lowering = {
  kernel: 'Conv2DBackpropInput',
  lower: (context) => {
    const [dy, filter] = [context.operand('dy'), context.operand('filter')];
    const { shape } = context.output;
    const [height, width] = filterWindow(context, filter);
    const windows = windowsOf(context, shape, dy.shape, [height, width]);
    if (windows.some(({ dilation }) => dilation !== 1)) context.refuse('its windows are dilated');
    const pad = context.attribute('pad');
    if (pad !== 'same' && pad !== 'valid') context.refuse('its padding is neither same nor valid');
    const [made = 1, read = 1] = filter.shape.slice(2).map(Number);
    const weights = filterIn(context, [2, 0, 1, 3], [made, height, width, read]);
    const [first, second] = windows;
    return context.emit(
      'TRANSPOSE_CONV',
      [context.sizes(shape), weights, dy],
      shape,
      {
        padding: pad === 'same' ? paddings.same : paddings.valid,
        strideWidth: second.stride,
        strideHeight: first.stride,
      },
      'float32',
    );
  },
};

export const convolutionLowerings: Lowering[] = [
  { kernel: 'Conv2D', lower: convolve },
  { kernel: 'FusedConv2D', lower: convolve },
  { kernel: 'DepthwiseConv2dNative', lower: convolveChannels },
  { kernel: 'FusedDepthwiseConv2D', lower: convolveChannels },
  conv2DBackpropInput,
];

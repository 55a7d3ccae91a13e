import type { LoweringContext, Operand } from '../lowering';
import { fusedActivation } from './activations';
import { channelsFirst, channelsLast } from './layout';
import { convolutionAttributes, fixed, isPointwise, windowsOf } from './windows';
import type { Windows } from './windows';

/** Height and width of a filter [height, width, ...]. */
export const filterWindow = (context: LoweringContext, filter: Operand): [number, number] => [
  fixed(context, filter.shape, 0),
  fixed(context, filter.shape, 1),
];

/** A filter of tfjs [height, width, in, out] as ONNX has it: [out, in, height, width]. */
export const filterOutFirst = (context: LoweringContext, filter: Operand): string =>
  context.emit('Transpose', [filter.name], { perm: { ints: [3, 2, 0, 1] } });

/**
 * A filter of tfjs for each channel [height, width, channels, multiplier] as ONNX has it: [channels x multiplier, 1,
 * height, width].
 */
export function filterOfChannels(context: LoweringContext, filter: Operand): string {
  const first = context.emit('Transpose', [filter.name], { perm: { ints: [2, 3, 0, 1] } });
  const [height = 1, width = 1, channels = 1, multiplier = 1] = filter.shape.map(Number);
  return context.reshape(first, [channels * multiplier, 1, height, width]);
}

/** The filter of a convolution of 1 x 1 as a matrix [in, out]. */
export const filterMatrix = (context: LoweringContext, filter: Operand): string =>
  context.reshape(filter.name, filter.shape.slice(2));

/** A bias that ONNX can add within the convolution: one number for each channel of the output. */
function biasOfChannels(context: LoweringContext): Operand | undefined {
  const bias = context.optional('bias');
  const channels = fixed(context, context.output.shape, -1);
  return bias !== undefined && bias.shape.length === 1 && bias.shape[0] === channels ? bias : undefined;
}

function withBias(context: LoweringContext, x: string): string {
  const bias = context.optional('bias');
  return bias === undefined ? x : context.emit('Add', [x, bias.name]);
}

/** activation(Conv(x, filter) + bias) between two transpositions; what does not depend on the layout is within them. */
function convolveImages(context: LoweringContext, windows: Windows, filter: string, groups: number): string {
  const bias = biasOfChannels(context);
  const inputs = [
    channelsFirst(context, context.input('x')),
    filter,
    ...(bias === undefined ? [] : [bias.name]),
  ];
  const result = context.emit('Conv', inputs, convolutionAttributes(windows, groups));
  const within =
    (bias !== undefined || context.optional('bias') === undefined) &&
    context.attribute('activation') !== 'prelu';
  if (within) return channelsLast(context, fusedActivation(context, result));
  const images = channelsLast(context, result);
  return fusedActivation(context, bias === undefined ? withBias(context, images) : images);
}

/** The convolution of x with filter, with bias and activation where the kernel has them. */
export function convolve(context: LoweringContext): string {
  const [x, filter] = [context.operand('x'), context.operand('filter')];
  const windows = windowsOf(context, x.shape, context.output.shape, filterWindow(context, filter));
  if (isPointwise(windows)) {
    const product = context.emit('MatMul', [x.name, filterMatrix(context, filter)]);
    return fusedActivation(context, withBias(context, product));
  }
  return convolveImages(context, windows, filterOutFirst(context, filter), 1);
}

/** The same with a filter for each channel of x. */
export function convolveChannels(context: LoweringContext): string {
  const [x, filter] = [context.operand('x'), context.operand('filter')];
  const windows = windowsOf(context, x.shape, context.output.shape, filterWindow(context, filter));
  return convolveImages(context, windows, filterOfChannels(context, filter), fixed(context, x.shape, -1));
}

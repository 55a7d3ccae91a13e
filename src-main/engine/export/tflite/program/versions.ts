import type { TfliteProgram } from './program';
import type { TfliteOperator, TfliteTensor } from './types';

/** Dilated windows are known to version 2. */
const isDilated = ({ options }: TfliteOperator): boolean =>
  (options['dilationWidth'] ?? 1) !== 1 || (options['dilationHeight'] ?? 1) !== 1;

const isPerChannel = (tensor: TfliteTensor | undefined): boolean =>
  (tensor?.quantization?.scales.length ?? 0) > 1;

/** Whether broadcasting goes over more than four axes. */
function broadcastsWidely(inputs: readonly (TfliteTensor | undefined)[]): boolean {
  const shapes = inputs.map((tensor) => tensor?.shape ?? []);
  const differ = shapes.some((shape) => shape.join() !== shapes[0]?.join());
  return differ && shapes.some(({ length }) => length > 4);
}

function fullyConnected(operator: TfliteOperator, inputs: (TfliteTensor | undefined)[]): number {
  const [x, weights] = inputs;
  if (x?.type === 'float32' && weights?.type === 'int8') return isPerChannel(weights) ? 12 : 3;
  if (operator.options['keepNumDims'] === true) return 5;
  return weights?.type === 'int8' ? 4 : 1;
}

function convolution(
  operator: TfliteOperator,
  inputs: (TfliteTensor | undefined)[],
  versions: { hybrid: number; perChannel: number; dilated: number },
): number {
  const [x, filter] = inputs;
  if (x?.type === 'float32' && filter?.type === 'int8') {
    return isPerChannel(filter) ? versions.perChannel : versions.hybrid;
  }
  if (filter?.type === 'int8') return 3;
  return isDilated(operator) ? versions.dilated : 1;
}

/** Operators whose version 2 is the one that takes int8. */
const secondForInt8: ReadonlySet<string> = new Set(
  (
    'ADD SUB MUL MAX_POOL_2D AVERAGE_POOL_2D TRANSPOSE GATHER SLICE STRIDED_SLICE RELU RELU6 PAD PADV2 ' +
    'CONCATENATION SOFTMAX LOGISTIC TANH MEAN MIRROR_PAD REDUCE_MAX REDUCE_MIN SUM MAXIMUM MINIMUM ' +
    'PACK UNPACK SPLIT_V RESIZE_BILINEAR DEQUANTIZE BATCH_MATMUL TRANSPOSE_CONV'
  ).split(' '),
);

const secondForBool: Readonly<Record<string, number>> = {
  GATHER: 3,
  GATHER_ND: 5,
  TRANSPOSE: 3,
  UNPACK: 3,
  STRIDED_SLICE: 3,
  REVERSE_V2: 2,
  PAD: 5,
  PADV2: 5,
  ARG_MAX: 3,
  ARG_MIN: 3,
};

/** Multiplying by a rescale of 1 or more needs version 3. */
function isLargeRescale(inputs: (TfliteTensor | undefined)[], output: TfliteTensor | undefined): boolean {
  const [a, b, c] = [...inputs, output].map((tensor) => tensor?.quantization?.scales[0]);
  return a !== undefined && b !== undefined && c !== undefined && (a * b) / c >= 1;
}

/** The lowest version of an operator that knows these types and options, as LiteRT's op_version.cc has it. */
export function versionOf(program: TfliteProgram, operator: TfliteOperator): number {
  const inputs = operator.inputs.map((place) => program.tensors[place]);
  const [first] = inputs;
  const rank = first?.shape.length ?? 0;
  const int8 = first?.type === 'int8';
  switch (operator.operator) {
    case 'FULLY_CONNECTED':
      return fullyConnected(operator, inputs);
    case 'CONV_2D':
      return convolution(operator, inputs, { hybrid: 2, perChannel: 5, dilated: 1 });
    case 'DEPTHWISE_CONV_2D':
      return convolution(operator, inputs, { hybrid: 4, perChannel: 6, dilated: 2 });
    case 'DEQUANTIZE':
      if (first?.type === 'float16') return 3;
      return isPerChannel(first) ? 5 : 2;
    case 'TRANSPOSE_CONV':
      return operator.inputs.length > 3 ? 3 : inputs[1]?.type === 'int8' ? 2 : 1;
    case 'BROADCAST_TO':
      return 2;
    case 'FILL':
      return inputs[1]?.type === 'bool' ? 2 : 1;
    case 'FLOOR_DIV':
      return first?.type === 'float32' ? 2 : 1;
    case 'ABS':
      return first?.type === 'int32' ? 5 : 1;
    case 'RESIZE_BILINEAR':
      return operator.options['halfPixelCenters'] === true ? 3 : int8 ? 2 : 1;
    case 'MUL':
      if (isLargeRescale(inputs, program.tensors[operator.outputs[0] ?? -1])) return 3;
      return int8 ? 2 : 1;
    case 'TRANSPOSE':
      if (rank > 4) return rank > 5 ? 6 : 4;
      break;
    case 'SLICE':
      if (rank > 4) return 5;
      break;
    case 'STRIDED_SLICE':
    case 'PAD':
    case 'PADV2':
      if (rank > 4) return 4;
      break;
    case 'SUB':
    case 'MAXIMUM':
    case 'MINIMUM':
      if (broadcastsWidely(inputs)) return 3;
      break;
    case 'DIV':
      return broadcastsWidely(inputs) ? 2 : 1;
    default:
  }
  if (first?.type === 'bool') return secondForBool[operator.operator] ?? 1;
  return int8 && secondForInt8.has(operator.operator) ? 2 : 1;
}

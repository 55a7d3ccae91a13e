import type { TfliteProgram } from '../program/program';
import type { TfliteOperator, TfliteTensor } from '../program/types';
import type { OperatorName } from '../schema/operators';

/** Weights of fewer numbers stay as they are: that would save less than a kilobyte. */
const fewest = 256;

/** Which input of an operator holds its weights, and the axis of its output channels. */
export const weightInputs: Partial<Record<OperatorName, { input: number; axis: number }>> = {
  FULLY_CONNECTED: { input: 1, axis: 0 },
  CONV_2D: { input: 1, axis: 0 },
  DEPTHWISE_CONV_2D: { input: 1, axis: 3 },
};

/** A constant of float32. */
export type FloatWeights = TfliteTensor & { data: Float32Array };

/** The weights at this input of an operator, where they are a large enough constant. */
export function weightsAt(
  program: TfliteProgram,
  operator: TfliteOperator,
  input: number,
  least = fewest,
): FloatWeights | null {
  const tensor = program.tensors[operator.inputs[input] ?? -1];
  const data = tensor?.data;
  if (tensor?.type !== 'float32' || !(data instanceof Float32Array) || data.length < least) return null;
  return { ...tensor, data };
}

const rounded = (value: number, scale: number): number =>
  Math.max(-127, Math.min(127, Math.round(value / scale)));
/** A channel of zeros has some scale, too. */
const scaleOf = (largest: number): number => (largest === 0 ? 1 : largest / 127);

/** Weights as whole numbers from -127 to 127, all by one scale. */
export function quantizedWhole({ data, ...tensor }: FloatWeights): TfliteTensor {
  const scale = scaleOf(data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0));
  return {
    ...tensor,
    type: 'int8',
    data: Int8Array.from(data, (value) => rounded(value, scale)),
    quantization: { scales: [scale], zeroPoints: [0] },
  };
}

/** The same with a scale for each place along an axis, which loses less. */
export function quantizedByChannel({ data, ...tensor }: FloatWeights, axis: number): TfliteTensor {
  const shape = tensor.shape.map(Number);
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const channels = shape[axis] ?? 1;
  const channelOf = (index: number): number => Math.floor(index / inner) % channels;
  const largest = new Float32Array(channels);
  data.forEach((value, index) => {
    const channel = channelOf(index);
    largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(value));
  });
  const scales = Array.from(largest, scaleOf);
  return {
    ...tensor,
    type: 'int8',
    data: Int8Array.from(data, (value, index) => rounded(value, scales[channelOf(index)] ?? 1)),
    quantization: { scales, zeroPoints: scales.map(() => 0), axis },
  };
}

import type { OnnxTensor } from '../../../compile/onnx/types';

/** Eight bits without a sign, so that products of two of them cannot overflow on processors that add pairs in 16 bits. */
export const zeroOfWeights = 128;
const largestStep = 127;

/** A weight in eight bits: (data - 128) * scale of its column. */
export interface QuantizedWeight {
  data: OnnxTensor<'uint8'>;
  /** One a column of the last axis. */
  scale: OnnxTensor<'float'>;
  zero: OnnxTensor<'uint8'>;
}

/**
 * Symmetric quantization for each column of the last axis, from its largest absolute value. Null for weights that are
 * not finite.
 * @param tensor of two or more axes.
 */
export function quantizeWeight({ shape, data }: OnnxTensor<'float'>): QuantizedWeight | null {
  const columns = shape.at(-1) ?? 1;
  const largest = new Float64Array(columns);
  for (let place = 0; place < data.length; place++) {
    const value = Math.abs(data[place] ?? 0);
    if (!Number.isFinite(value)) return null;
    const column = place % columns;
    if (value > (largest[column] ?? 0)) largest[column] = value;
  }
  const scale = Float32Array.from(largest, (most) => (most === 0 ? 1 : most / largestStep));
  const steps = Uint8Array.from(data, (value, place) => {
    const step = Math.round(value / (scale[place % columns] ?? 1));
    return zeroOfWeights + Math.max(-largestStep, Math.min(largestStep, step));
  });
  return {
    data: { type: 'uint8', shape, data: steps },
    scale: { type: 'float', shape: [columns], data: scale },
    zero: { type: 'uint8', shape: [columns], data: new Uint8Array(columns).fill(zeroOfWeights) },
  };
}

/** Scale and zero of values from `low` to `high` in eight bits without a sign; 0 is always held exactly. */
export function rangeToAffine([low, high]: readonly [number, number]): { scale: number; zero: number } {
  const [from, to] = [Math.min(0, low), Math.max(0, high)];
  const scale = to === from ? 1 : (to - from) / 255;
  return { scale, zero: Math.max(0, Math.min(255, Math.round(-from / scale))) };
}

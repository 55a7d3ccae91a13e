import type { Dimension } from '../../../compile/graph/shape';
import type { OperatorName, TensorType } from '../schema/operators';

export type TensorData = Float32Array | Int32Array | Uint8Array | Int8Array | Uint16Array;

/** Real value = scale x (stored - zero point); with several scales, one for each place along the axis. */
export interface Quantization {
  scales: number[];
  zeroPoints: number[];
  axis?: number;
}

export interface TfliteTensor {
  name: string;
  type: TensorType;
  shape: Dimension[];
  /** For constants: as many values as the shape says. */
  data?: TensorData;
  quantization?: Quantization;
}

export type Options = Record<string, number | boolean>;

export interface TfliteOperator {
  operator: OperatorName;
  /** Places in the list of tensors; -1 for an input that is left out. */
  inputs: number[];
  outputs: number[];
  options: Options;
}

/** A tensor that is given to the outside, or taken from there. */
export interface TflitePort {
  name: string;
  tensor: number;
}

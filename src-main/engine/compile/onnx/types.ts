/** The element types of ONNX that are used here, with their codes in TensorProto.DataType. */
export const onnxTypeCodes = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  /** Kept as its 16 bits. */
  float16: 10,
  double: 11,
} as const;
export type OnnxType = keyof typeof onnxTypeCodes;

/** What a tensor of each type is given as. */
export interface OnnxData {
  float: Float32Array;
  int32: Int32Array;
  int64: BigInt64Array;
  string: string[];
  bool: Uint8Array;
  uint8: Uint8Array;
  float16: Uint16Array;
  double: Float64Array;
}

export interface OnnxTensor<Type extends OnnxType = OnnxType> {
  type: Type;
  shape: readonly number[];
  data: OnnxData[Type];
}

/** Attributes carry their kind, for 1 alone does not tell whether it is an integer. */
export type OnnxAttribute =
  | { int: number }
  | { float: number }
  | { string: string }
  | { ints: readonly number[] }
  | { floats: readonly number[] }
  | { strings: readonly string[] }
  /** A graph of its own, as Scan runs for each step. */
  | { graph: OnnxGraph };

/** What an ONNX graph is made of. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly values?: readonly OnnxPort[];
}

export interface OnnxNode {
  name: string;
  operator: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, OnnxAttribute>;
}

/** An input or output; a size that is not known has a name. */
export interface OnnxPort {
  name: string;
  type: OnnxType;
  shape: (number | string)[];
}

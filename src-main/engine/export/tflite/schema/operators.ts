/**
 * The operators of TensorFlow Lite that are written here: their codes, and the tables of their options as LiteRT's
 * schema.fbs has them (tag of the union BuiltinOptions, slots of the fields).
 */
export interface OptionField {
  slot: number;
  kind: 'int8' | 'int32' | 'float32' | 'bool';
}

export interface OperatorDefinition {
  code: number;
  /** Left out where the operator has no options that matter. */
  options?: { tag: number; fields: Record<string, OptionField> };
}

const int8 = (slot: number): OptionField => ({ slot, kind: 'int8' });
const int32 = (slot: number): OptionField => ({ slot, kind: 'int32' });
const float32 = (slot: number): OptionField => ({ slot, kind: 'float32' });
const bool = (slot: number): OptionField => ({ slot, kind: 'bool' });

const plain = (code: number): OperatorDefinition => ({ code });
const withOptions = (
  code: number,
  tag: number,
  fields: Record<string, OptionField> = {},
): OperatorDefinition => ({
  code,
  options: { tag, fields },
});

const window = { padding: int8(0), strideWidth: int32(1), strideHeight: int32(2) };
const reducer = (code: number): OperatorDefinition => withOptions(code, 27, { keepDims: bool(0) });

export const operatorDefinitions = {
  ADD: withOptions(0, 11, { activation: int8(0) }),
  AVERAGE_POOL_2D: withOptions(1, 5, { ...window, filterWidth: int32(3), filterHeight: int32(4) }),
  CONCATENATION: withOptions(2, 10, { axis: int32(0) }),
  CONV_2D: withOptions(3, 1, {
    ...window,
    activation: int8(3),
    dilationWidth: int32(4),
    dilationHeight: int32(5),
  }),
  DEPTHWISE_CONV_2D: withOptions(4, 2, {
    ...window,
    depthMultiplier: int32(3),
    activation: int8(4),
    dilationWidth: int32(5),
    dilationHeight: int32(6),
  }),
  DEQUANTIZE: withOptions(6, 38),
  FLOOR: plain(8),
  FULLY_CONNECTED: withOptions(9, 8, { activation: int8(0), keepNumDims: bool(2), asymmetric: bool(3) }),
  LOGISTIC: plain(14),
  MAX_POOL_2D: withOptions(17, 5, { ...window, filterWidth: int32(3), filterHeight: int32(4) }),
  MUL: withOptions(18, 21, { activation: int8(0) }),
  RELU: plain(19),
  RELU6: plain(21),
  RESHAPE: withOptions(22, 17),
  RESIZE_BILINEAR: withOptions(23, 15, { alignCorners: bool(2), halfPixelCenters: bool(3) }),
  SOFTMAX: withOptions(25, 9, { beta: float32(0) }),
  TANH: plain(28),
  PAD: withOptions(34, 22),
  GATHER: withOptions(36, 23, { axis: int32(0), batchDims: int32(1) }),
  TRANSPOSE: withOptions(39, 26),
  MEAN: reducer(40),
  SUB: withOptions(41, 28, { activation: int8(0) }),
  DIV: withOptions(42, 29, { activation: int8(0) }),
  STRIDED_SLICE: withOptions(45, 32, {
    beginMask: int32(0),
    endMask: int32(1),
    ellipsisMask: int32(2),
    newAxisMask: int32(3),
    shrinkAxisMask: int32(4),
  }),
  EXP: withOptions(47, 33),
  TOPK_V2: withOptions(48, 34),
  CAST: withOptions(53, 37, { from: int8(0), to: int8(1) }),
  MAXIMUM: withOptions(55, 39),
  ARG_MAX: withOptions(56, 40, { outputType: int8(0) }),
  MINIMUM: withOptions(57, 39),
  LESS: withOptions(58, 41),
  NEG: withOptions(59, 42),
  PADV2: withOptions(60, 43),
  GREATER: withOptions(61, 44),
  GREATER_EQUAL: withOptions(62, 45),
  LESS_EQUAL: withOptions(63, 46),
  SLICE: withOptions(65, 48),
  SIN: plain(66),
  TRANSPOSE_CONV: withOptions(67, 49, window),
  TILE: withOptions(69, 51),
  EQUAL: withOptions(71, 53),
  NOT_EQUAL: withOptions(72, 54),
  LOG: plain(73),
  SUM: reducer(74),
  SQRT: plain(75),
  RSQRT: plain(76),
  SHAPE: withOptions(77, 55, { outputType: int8(0) }),
  POW: withOptions(78, 56),
  ARG_MIN: withOptions(79, 57, { outputType: int8(0) }),
  REDUCE_PROD: reducer(81),
  REDUCE_MAX: reducer(82),
  PACK: withOptions(83, 59, { count: int32(0), axis: int32(1) }),
  LOGICAL_OR: withOptions(84, 60),
  ONE_HOT: withOptions(85, 61, { axis: int32(0) }),
  LOGICAL_AND: withOptions(86, 62),
  LOGICAL_NOT: withOptions(87, 63),
  UNPACK: withOptions(88, 64, { count: int32(0), axis: int32(1) }),
  REDUCE_MIN: reducer(89),
  FLOOR_DIV: withOptions(90, 65),
  REDUCE_ANY: reducer(91),
  FILL: withOptions(94, 68),
  FLOOR_MOD: withOptions(95, 72),
  RANGE: withOptions(96, 73),
  LEAKY_RELU: withOptions(98, 75, { alpha: float32(0) }),
  SQUARED_DIFFERENCE: withOptions(99, 76),
  MIRROR_PAD: withOptions(100, 77, { mode: int8(0) }),
  ABS: withOptions(101, 78),
  SPLIT_V: withOptions(102, 79, { count: int32(0) }),
  CEIL: plain(104),
  REVERSE_V2: withOptions(105, 81),
  GATHER_ND: withOptions(107, 83),
  COS: withOptions(108, 84),
  ELU: plain(111),
  QUANTIZE: withOptions(114, 89),
  ROUND: plain(116),
  SCATTER_ND: withOptions(122, 97),
  SELECT_V2: withOptions(123, 98),
  BATCH_MATMUL: withOptions(126, 101, { adjointX: bool(0), adjointY: bool(1) }),
  CUMSUM: withOptions(128, 102, { exclusive: bool(0), reverse: bool(1) }),
  BROADCAST_TO: withOptions(130, 104),
  REDUCE_ALL: reducer(140),
  ATAN2: withOptions(156, 122),
} as const satisfies Record<string, OperatorDefinition>;

export type OperatorName = keyof typeof operatorDefinitions;

/** Codes of schema.fbs for the types of tensors. */
export const tensorTypeCodes = { float32: 0, float16: 1, int32: 2, bool: 6, int8: 9 } as const;
export type TensorType = keyof typeof tensorTypeCodes;

export const paddings = { same: 0, valid: 1 } as const;
export const activationCodes = { none: 0, relu: 1, relu6: 3 } as const;

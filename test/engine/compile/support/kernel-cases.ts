import * as tf from '@tensorflow/tfjs-core';
import { bit, halves, hostile, id, make, normal, of, ofOne, ofTwo, positive, unit, whole } from './cases';
import type { Comparison } from './compare';
import { convolutionCases } from './convolution-cases';
import { imageCases } from './image-cases';
import { placeCases } from './place-cases';

const matrices = (shapeA: (rows: number) => number[], shapeB: number[]): Comparison['example'] => {
  return (rows, random) => ({ a: make(random, shapeA(rows), normal), b: make(random, shapeB, normal) });
};
const fusedWith = (
  activation: 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid' | 'leakyrelu' | 'prelu',
): Comparison => ({
  work: ({ a, b }) => {
    if (a === undefined || b === undefined) throw new Error('no input');
    const options = {
      a: a as tf.Tensor2D,
      b: b as tf.Tensor2D,
      bias: tf.tensor1d([0.5, -1, 2, 0]),
      activation,
      preluActivationWeights: tf.tensor1d([0.1, 0.2, 0.3, -0.4]),
      leakyreluAlpha: 0.3,
    };
    return { y: tf.fused.matMul(options) };
  },
  example: matrices((rows) => [rows, 5], [5, 4]),
  tolerance: 1e-5,
});
const number = (
  shape: (rows: number) => number[],
  maker = normal,
  type: 'float32' | 'int32' | 'bool' = 'float32',
) => ((rows, random) => ({ x: make(random, shape(rows), maker, type) })) satisfies Comparison['example'];
const kernel = (name: string, value: tf.Tensor, attributes: tf.NamedAttrMap = {}): tf.Tensor =>
  tf.engine().runKernel(name, { x: value }, attributes) as tf.Tensor;

/** At least one case a kernel: the first word of its name is the kernel's. */
export const kernelCases: Record<string, Comparison> = {
  ...convolutionCases,
  ...imageCases,
  Abs: ofOne(tf.abs),
  'Abs int32': ofOne(tf.abs, whole, 'int32'),
  Acos: ofOne(tf.acos, unit),
  Acosh: ofOne(tf.acosh, (random) => 1 + positive(random)),
  Add: ofTwo(tf.add),
  'Add int32': ofTwo(tf.add, whole, 'int32'),
  AddN: of(
    (read) => tf.addN([read('a'), read('b'), read('a')]),
    (rows, random) => ({
      a: make(random, [rows, 2], hostile),
      b: make(random, [rows, 2], hostile),
    }),
  ),
  'All along an axis': ofOne((value) => tf.all(value, 1), bit, 'bool'),
  'Any along an axis': ofOne((value) => tf.any(value, -1, true), bit, 'bool'),
  ArgMax: ofOne((value) => tf.argMax(value, 1), whole),
  ArgMin: ofOne((value) => tf.argMin(value, -1), whole),
  Asin: ofOne(tf.asin, unit),
  Asinh: ofOne(tf.asinh, normal),
  Atan: ofOne(tf.atan, normal),
  Atanh: ofOne(tf.atanh, unit),
  BatchMatMul: {
    ...of(
      (read) => tf.matMul(read('a'), read('b')),
      matrices((rows) => [rows, 5], [5, 4]),
    ),
    tolerance: 1e-5,
  },
  'BatchMatMul transposed': {
    ...of(
      (read) => tf.matMul(read('a'), read('b'), true, true),
      matrices((rows) => [5, rows], [4, 5]),
    ),
    tolerance: 1e-5,
  },
  'BatchMatMul of stacks': {
    ...of(
      (read) => tf.matMul(read('a'), read('b'), false, true),
      matrices((rows) => [rows, 2, 5], [1, 4, 5]),
    ),
    tolerance: 1e-5,
  },
  'Cast to int32': ofOne(
    (value) => tf.cast(value, 'int32'),
    (random) => (bit(random) === 1 ? normal(random) : Number.NaN),
  ),
  'Cast to bool': ofOne((value) => tf.cast(value, 'bool'), hostile),
  'Cast from bool': ofOne((value) => tf.mul(tf.cast(value, 'float32'), 2.5), bit, 'bool'),
  'Cast from int32': ofOne((value) => tf.mul(tf.cast(value, 'float32'), 2.5), whole, 'int32'),
  Ceil: ofOne(tf.ceil),
  ClipByValue: ofOne((value) => tf.clipByValue(value, -1.5, 2), hostile),
  Concat: of(
    (read) => tf.concat([read('a'), read('b'), read('a')], 1),
    (rows, random) => ({
      a: make(random, [rows, 2], hostile),
      b: make(random, [rows, 3], hostile),
    }),
  ),
  Cos: ofOne(tf.cos, normal),
  Cosh: ofOne(tf.cosh, normal),
  Cumsum: ofOne((value) => tf.cumsum(value, 1, true, true), normal),
  Elu: ofOne(tf.elu, normal),
  EluGrad: of(
    (read) => tf.engine().runKernel('EluGrad', { dy: read('dy'), y: tf.elu(read('x')) }) as tf.Tensor,
    (rows, random) => ({
      dy: make(random, [rows, 3], normal),
      x: make(random, [rows, 3], normal),
    }),
  ),
  Equal: ofTwo(tf.equal, whole),
  'Equal hostile': ofTwo(tf.equal, hostile),
  'Equal bool': ofTwo(tf.equal, bit, 'bool'),
  Erf: ofOne(tf.erf, normal),
  Exp: ofOne(tf.exp),
  ExpandDims: ofOne((value) => tf.expandDims(value, 1)),
  Expm1: ofOne(tf.expm1, normal),
  'Expm1 near zero': {
    ...ofOne((value) => tf.mul(tf.expm1(tf.mul(value, 1e-6)), 1e6), normal),
    tolerance: 1e-5,
  },
  Fill: of(
    (read) => tf.mul(tf.fill([read('x').shape[0] ?? 0, 2], 2.5), tf.slice(read('x'), [0, 0], [-1, 2])),
    number((rows) => [rows, 3]),
  ),
  Floor: ofOne(tf.floor),
  FloorDiv: ofTwo(tf.floorDiv, whole, 'int32'),
  'FloorDiv float': ofTwo((a, b) => tf.engine().runKernel('FloorDiv', { a, b }) as tf.Tensor, halves),
  FusedBatchNorm: {
    ...ofOne(
      (value) =>
        tf.batchNorm(
          value,
          tf.tensor1d([0, 1, -2]),
          tf.tensor1d([1, 4, 0.01]),
          tf.tensor1d([1, 2, 3]),
          tf.tensor1d([1, 0.5, 2]),
          1e-3,
        ),
      normal,
    ),
    tolerance: 1e-5,
  },
  GatherV2: of(
    (read) =>
      tf.gather(
        tf.tensor2d([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        read('x') as tf.Tensor1D,
      ),
    number((rows) => [rows], id(3), 'int32'),
  ),
  'GatherV2 axis 1': ofOne((value) => tf.gather(value, tf.tensor1d([2, 0, 0], 'int32'), 1)),
  Greater: ofTwo(tf.greater),
  GreaterEqual: ofTwo(tf.greaterEqual, whole),
  'Greater bool': ofTwo(tf.greater, bit, 'bool'),
  Identity: ofOne((value) => tf.add(tf.clone(value), 1)),
  IsFinite: ofOne(tf.isFinite),
  IsInf: ofOne(tf.isInf),
  IsNan: ofOne(tf.isNaN),
  LeakyRelu: ofOne((value) => tf.leakyRelu(value, 0.3)),
  Less: ofTwo(tf.less),
  LessEqual: ofTwo(tf.lessEqual, whole),
  Log: ofOne(tf.log),
  Log1p: ofOne(tf.log1p),
  'Log1p near zero': {
    ...ofOne((value) => tf.mul(tf.log1p(tf.mul(value, 1e-6)), 1e6), normal),
    tolerance: 1e-5,
  },
  LogicalAnd: ofTwo(tf.logicalAnd, bit, 'bool'),
  LogicalNot: ofOne(tf.logicalNot, bit, 'bool'),
  LogicalOr: ofTwo(tf.logicalOr, bit, 'bool'),
  Max: ofOne((value) => tf.max(value, 1), normal),
  'Max of all but the rows': of(
    (read) => tf.max(read('x'), [1, 2], true),
    number((rows) => [rows, 2, 3]),
  ),
  Maximum: ofTwo(tf.maximum, hostile),
  Mean: ofOne((value) => tf.mean(value, 1), normal),
  'Mean int32': ofOne((value) => tf.mean(value, 1, true), whole, 'int32'),
  'Mean of everything': ofOne((value) => tf.mean(value), normal),
  Min: ofOne((value) => tf.min(value, -1, true), normal),
  Minimum: ofTwo(tf.minimum, hostile),
  Mod: ofTwo(tf.mod, halves),
  'Mod int32': ofTwo(tf.mod, whole, 'int32'),
  Multiply: ofTwo(tf.mul),
  Neg: ofOne(tf.neg),
  NotEqual: ofTwo(tf.notEqual, whole),
  OneHot: of(
    (read) => tf.oneHot(read('x'), 4),
    number(
      (rows) => [rows],
      (random) => random.below(7) - 1,
      'int32',
    ),
  ),
  'OneHot with other values': of(
    (read) => tf.oneHot(read('x'), 4, 2.5, -1, 'float32'),
    number((rows) => [rows], id(4), 'int32'),
  ),
  OnesLike: ofOne((value) => tf.add(tf.engine().runKernel('OnesLike', { x: value }) as tf.Tensor, value)),
  Pack: of(
    (read) => tf.stack([read('x'), read('x')], 1),
    number((rows) => [rows, 3]),
  ),
  PadV2: ofOne((value) =>
    tf.pad(
      value,
      [
        [0, 0],
        [1, 2],
      ],
      7,
    ),
  ),
  Pow: ofTwo((a, b) => tf.pow(tf.abs(a), b), normal),
  'Pow int32': ofTwo((a, b) => tf.pow(a, b), id(5), 'int32'),
  Prelu: ofTwo((a, b) => tf.prelu(a, b)),
  Prod: ofOne((value) => tf.prod(value, 1), normal),
  RealDiv: ofTwo((a, b) => tf.div(a, b)),
  Reciprocal: ofOne(tf.reciprocal),
  Relu: ofOne(tf.relu),
  Relu6: ofOne(tf.relu6),
  Reshape: of(
    (read) => tf.reshape(read('x'), [-1, 6]),
    number((rows) => [rows, 2, 3]),
  ),
  'Reshape that mixes the rows': of(
    (read) => tf.reshape(read('x'), [-1]),
    number((rows) => [rows, 2, 3]),
  ),
  Round: ofOne(tf.round, halves),
  Rsqrt: ofOne(tf.rsqrt, positive),
  Select: of(
    (read) => tf.where(tf.greater(read('a'), 0), read('a'), read('b')),
    (rows, random) => ({
      a: make(random, [rows, 3], hostile),
      b: make(random, [rows, 3], hostile),
    }),
  ),
  'Select bool': of(
    (read) => tf.where(read('a'), read('b'), tf.logicalNot(read('b'))),
    (rows, random) => ({
      a: make(random, [rows, 3], bit, 'bool'),
      b: make(random, [rows, 3], bit, 'bool'),
    }),
  ),
  Selu: ofOne(tf.selu, normal),
  Sigmoid: ofOne(tf.sigmoid),
  Sign: ofOne(tf.sign),
  Sin: ofOne(tf.sin, normal),
  'Sin of seconds': {
    ...ofOne((value) => tf.sin(tf.mul(value, (2 * Math.PI) / 86_400)), id(86_400)),
    tolerance: 1e-6,
  },
  Sinh: ofOne(tf.sinh, normal),
  Slice: ofOne((value) => tf.slice(value, [0, 1], [-1, 2])),
  'Slice of all rows': of(
    (read) => tf.slice(read('x'), [0, 1], [read('x').shape[0] ?? 0, 1]),
    number((rows) => [rows, 3]),
  ),
  Softmax: ofOne((value) => tf.softmax(value), normal),
  Softplus: ofOne(tf.softplus, normal),
  SplitV: ofOne((value) => {
    const [first, , third] = tf.split(value, 3, 1);
    if (first === undefined || third === undefined) throw new Error('no parts');
    return tf.sub(first, third);
  }, normal),
  Sqrt: ofOne(tf.sqrt),
  Square: ofOne(tf.square),
  SquaredDifference: ofTwo(tf.squaredDifference),
  Step: ofOne((value) => tf.step(value, -1)),
  Sub: ofTwo(tf.sub),
  Sum: ofOne((value) => tf.sum(value, 1), normal),
  'Sum int32': ofOne((value) => tf.sum(value, 0), whole, 'int32'),
  'Sum of truth values': ofOne((value) => tf.sum(value, 1, true), bit, 'bool'),
  Tan: ofOne(tf.tan, unit),
  Tanh: ofOne(tf.tanh),
  Tile: ofOne((value) => tf.tile(value, [1, 3])),
  'Tile of the rows': of(
    (read) => tf.where(tf.isNaN(read('x')), 4, read('x')),
    number((rows) => [rows], hostile),
  ),
  Transpose: ofOne((value) => tf.transpose(value)),
  Unpack: ofOne((value) => {
    const [first, second] = tf.unstack(value, 1);
    if (first === undefined || second === undefined) throw new Error('no parts');
    return tf.div(first, second);
  }, normal),
  ZerosLike: ofOne((value) => tf.sub(kernel('ZerosLike', value), value)),
  '_FusedMatMul linear': fusedWith('linear'),
  '_FusedMatMul relu': fusedWith('relu'),
  '_FusedMatMul relu6': fusedWith('relu6'),
  '_FusedMatMul elu': fusedWith('elu'),
  '_FusedMatMul sigmoid': fusedWith('sigmoid'),
  '_FusedMatMul leakyrelu': fusedWith('leakyrelu'),
  '_FusedMatMul prelu': fusedWith('prelu'),
  ...placeCases,
};

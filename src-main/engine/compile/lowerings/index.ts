import { StrongroomError } from '../../../contract/errors';
import type { Lowering } from './lowering';
import { abs } from './Abs';
import { acos } from './Acos';
import { acosh } from './Acosh';
import { add } from './Add';
import { addN } from './AddN';
import { all } from './All';
import { any } from './Any';
import { argMax } from './ArgMax';
import { argMin } from './ArgMin';
import { asin } from './Asin';
import { asinh } from './Asinh';
import { atan } from './Atan';
import { atanh } from './Atanh';
import { avgPool } from './AvgPool';
import { avgPoolGrad } from './AvgPoolGrad';
import { batchMatMul } from './BatchMatMul';
import { cast } from './Cast';
import { ceil } from './Ceil';
import { clipByValue } from './ClipByValue';
import { concat } from './Concat';
import { conv2D } from './Conv2D';
import { conv2DBackpropFilter } from './Conv2DBackpropFilter';
import { conv2DBackpropInput } from './Conv2DBackpropInput';
import { cos } from './Cos';
import { cosh } from './Cosh';
import { cumsum } from './Cumsum';
import { depthwiseConv2dNative } from './DepthwiseConv2dNative';
import { depthwiseConv2dNativeBackpropFilter } from './DepthwiseConv2dNativeBackpropFilter';
import { depthwiseConv2dNativeBackpropInput } from './DepthwiseConv2dNativeBackpropInput';
import { einsum } from './Einsum';
import { elu } from './Elu';
import { eluGrad } from './EluGrad';
import { equal } from './Equal';
import { erf } from './Erf';
import { exp } from './Exp';
import { expandDims } from './ExpandDims';
import { expm1 } from './Expm1';
import { fill } from './Fill';
import { floor } from './Floor';
import { floorDiv } from './FloorDiv';
import { fusedBatchNorm } from './FusedBatchNorm';
import { fusedConv2D } from './FusedConv2D';
import { fusedDepthwiseConv2D } from './FusedDepthwiseConv2D';
import { fusedMatMul } from './FusedMatMul';
import { gatherNd } from './GatherNd';
import { gatherV2 } from './GatherV2';
import { greater } from './Greater';
import { greaterEqual } from './GreaterEqual';
import { identity } from './Identity';
import { isFinite } from './IsFinite';
import { isInf } from './IsInf';
import { isNan } from './IsNan';
import { leakyRelu } from './LeakyRelu';
import { less } from './Less';
import { lessEqual } from './LessEqual';
import { linSpace } from './LinSpace';
import { log } from './Log';
import { log1p } from './Log1p';
import { logicalAnd } from './LogicalAnd';
import { logicalNot } from './LogicalNot';
import { logicalOr } from './LogicalOr';
import { max } from './Max';
import { maximum } from './Maximum';
import { maxPool } from './MaxPool';
import { maxPoolGrad } from './MaxPoolGrad';
import { mean } from './Mean';
import { min } from './Min';
import { minimum } from './Minimum';
import { mirrorPad } from './MirrorPad';
import { mod } from './Mod';
import { multiply } from './Multiply';
import { neg } from './Neg';
import { notEqual } from './NotEqual';
import { oneHot } from './OneHot';
import { onesLike } from './OnesLike';
import { pack } from './Pack';
import { padV2 } from './PadV2';
import { pow } from './Pow';
import { prelu } from './Prelu';
import { prod } from './Prod';
import { range } from './Range';
import { realDiv } from './RealDiv';
import { reciprocal } from './Reciprocal';
import { relu } from './Relu';
import { relu6 } from './Relu6';
import { reshape } from './Reshape';
import { resizeBilinear } from './ResizeBilinear';
import { resizeBilinearGrad } from './ResizeBilinearGrad';
import { resizeNearestNeighbor } from './ResizeNearestNeighbor';
import { resizeNearestNeighborGrad } from './ResizeNearestNeighborGrad';
import { reverse } from './Reverse';
import { round } from './Round';
import { rsqrt } from './Rsqrt';
import { scatterNd } from './ScatterNd';
import { select } from './Select';
import { selu } from './Selu';
import { sigmoid } from './Sigmoid';
import { sign } from './Sign';
import { sin } from './Sin';
import { sinh } from './Sinh';
import { slice } from './Slice';
import { softmax } from './Softmax';
import { softplus } from './Softplus';
import { sparseToDense } from './SparseToDense';
import { splitV } from './SplitV';
import { sqrt } from './Sqrt';
import { square } from './Square';
import { squaredDifference } from './SquaredDifference';
import { step } from './Step';
import { stridedSlice } from './StridedSlice';
import { sub } from './Sub';
import { sum } from './Sum';
import { tan } from './Tan';
import { tanh } from './Tanh';
import { tile } from './Tile';
import { topK } from './TopK';
import { transpose } from './Transpose';
import { unpack } from './Unpack';
import { unsortedSegmentSum } from './UnsortedSegmentSum';
import { zerosLike } from './ZerosLike';

/** A map from kernel to lowering. Throws INTERNAL when two lower the same kernel. */
export function registry(list: readonly Lowering[]): ReadonlyMap<string, Lowering> {
  const map = new Map<string, Lowering>();
  for (const lowering of list) {
    if (map.has(lowering.kernel)) {
      throw new StrongroomError('INTERNAL', `The kernel ${lowering.kernel} is lowered twice.`);
    }
    map.set(lowering.kernel, lowering);
  }
  return map;
}

/** Every kernel of tfjs that can be exported, one file each. */
export const lowerings = registry([
  abs,
  acos,
  acosh,
  add,
  addN,
  all,
  any,
  argMax,
  argMin,
  asin,
  asinh,
  atan,
  atanh,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  cast,
  ceil,
  clipByValue,
  concat,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  cos,
  cosh,
  cumsum,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  einsum,
  elu,
  eluGrad,
  equal,
  erf,
  exp,
  expandDims,
  expm1,
  fill,
  floor,
  floorDiv,
  fusedBatchNorm,
  fusedConv2D,
  fusedDepthwiseConv2D,
  fusedMatMul,
  gatherNd,
  gatherV2,
  greater,
  greaterEqual,
  identity,
  isFinite,
  isInf,
  isNan,
  leakyRelu,
  less,
  lessEqual,
  linSpace,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  max,
  maximum,
  maxPool,
  maxPoolGrad,
  mean,
  min,
  minimum,
  mirrorPad,
  mod,
  multiply,
  neg,
  notEqual,
  oneHot,
  onesLike,
  pack,
  padV2,
  pow,
  prelu,
  prod,
  range,
  realDiv,
  reciprocal,
  relu,
  relu6,
  reshape,
  resizeBilinear,
  resizeBilinearGrad,
  resizeNearestNeighbor,
  resizeNearestNeighborGrad,
  reverse,
  round,
  rsqrt,
  scatterNd,
  select,
  selu,
  sigmoid,
  sign,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  sparseToDense,
  splitV,
  sqrt,
  square,
  squaredDifference,
  step,
  stridedSlice,
  sub,
  sum,
  tan,
  tanh,
  tile,
  topK,
  transpose,
  unpack,
  unsortedSegmentSum,
  zerosLike,
]);

import { slice_util } from '@tensorflow/tfjs-core';
import { BatchMultiple, sizeOf } from '../graph/shape';
import type { Lowering } from './lowering';

/** Stands for the number of rows, so that it shows whether all of them are taken. */
const manyRows = 1_000_003;

/** tfjs says where the slice begins and ends with all its masks; what is left is the slice and its last shape. */
export const stridedSlice: Lowering = {
  kernel: 'StridedSlice',
  lower: (context) => {
    const { name, shape } = context.operand('x');
    const sizes = shape.map((size) => sizeOf(size, manyRows));
    const list = (attribute: string): number[] =>
      context.dimensions(attribute).map((size) => sizeOf(size, manyRows));
    const { begin, end, strides } = slice_util.sliceInfo(
      sizes,
      list('begin'),
      list('end'),
      list('strides'),
      context.number('beginMask', 0),
      context.number('endMask', 0),
      context.number('ellipsisMask', 0),
      context.number('newAxisMask', 0),
      context.number('shrinkAxisMask', 0),
    );
    const axes = shape.flatMap((size, axis) => {
      const whole = begin[axis] === 0 && end[axis] === sizes[axis] && strides[axis] === 1;
      if (!whole && size instanceof BatchMultiple) return context.refuse('it takes a part of the rows');
      return whole ? [] : [axis];
    });
    if (axes.length === 0) return context.reshape(name, context.output.shape);
    // Backwards, the end may be before the beginning, which ONNX counts from the end as well.
    const ends = axes.map((axis) => {
      const last = end[axis] ?? 0;
      return last < 0 ? last - (sizes[axis] ?? 0) : last;
    });
    const sliced = context.emit('Slice', [
      name,
      context.int64s(axes.map((axis) => begin[axis] ?? 0)),
      context.int64s(ends),
      context.int64s(axes),
      context.int64s(axes.map((axis) => strides[axis] ?? 1)),
    ]);
    return context.reshape(sliced, context.output.shape);
  },
};

import { sameDimension } from '../graph/shape';
import type { Dimension } from '../graph/shape';
import type { Lowering } from './lowering';

export const slice: Lowering = {
  kernel: 'Slice',
  lower: (context) => {
    const { name, shape } = context.operand('x');
    const begin = context.dimensions('begin');
    const size = context.dimensions('size');
    const whole = shape.map((length, axis) => begin[axis] === 0 && sameDimension(size[axis], length));
    const axes = shape.flatMap((_, axis) => (whole[axis] === true ? [] : [axis]));
    if (axes.length === 0) return name;
    const starts = context.shapeOf(axes.map((axis) => begin[axis] ?? 0));
    const ends = axes.map((axis): Dimension => {
      const [from, length] = [begin[axis] ?? 0, size[axis] ?? -1];
      if (length === -1) return Number.MAX_SAFE_INTEGER;
      if (typeof from === 'number' && typeof length === 'number') return from + length;
      return context.refuse('it takes a part of the rows');
    });
    return context.emit('Slice', [name, starts, context.shapeOf(ends), context.int64s(axes)]);
  },
};

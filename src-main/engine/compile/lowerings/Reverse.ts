import type { Lowering } from './lowering';
import { beforeFirst, pastLast } from './shared/bounds';

/** A slice that goes backwards along each of the axes. */
export const reverse: Lowering = {
  kernel: 'Reverse',
  lower: (context) => {
    const x = context.operand('x');
    const axes = context.numbers('dims').map((axis) => (axis < 0 ? axis + x.shape.length : axis));
    if (axes.length === 0) return x.name;
    const all = (value: number): string => context.int64s(axes.map(() => value));
    return context.emit('Slice', [x.name, all(pastLast), all(beforeFirst), context.int64s(axes), all(-1)]);
  },
};

import { beforeFirst, pastLast } from '../../../compile/lowerings/shared/bounds';
import { boundsOf } from '../../../compile/lowerings/shared/strided-slice';
import type { Lowering } from './lowering';

/** A slice with steps, in the shape that the masks ask for: axes dropped and axes of size 1 put in. */
const stridedSlice: Lowering = {
  kernel: 'StridedSlice',
  lower: (context) => {
    const x = context.operand('x');
    const { shape } = context.output;
    if (shape.includes(0)) return context.refuse('it takes nothing');
    const bounds = boundsOf(context);
    const single = context.number('shrinkAxisMask', 0) !== 0;
    if (single && bounds.some(({ step }) => step !== 1))
      context.refuse('it takes single places and steps at once');
    // Every axis is named; an end that is as far as can be is a bit in a mask.
    const axes = x.shape.map((length, axis) => {
      const bound = bounds.find((candidate) => candidate.axis === axis);
      const { start, end, step } = bound ?? { start: 0, end: pastLast, step: 1 };
      const [fromEnd, toEnd] = [start === pastLast, end === pastLast || end === beforeFirst];
      const ends = toEnd || (typeof end !== 'number' && end.toString() === String(length));
      const size = typeof end === 'number' && Math.abs(end) < 2 ** 31 ? end : 0;
      if (typeof start !== 'number' || (!ends && typeof end !== 'number')) {
        return context.refuse('it takes a part of the rows');
      }
      return { start: fromEnd ? 0 : start, end: size, step, begins: fromEnd, ends };
    });
    const mask = (isSet: (axis: (typeof axes)[number]) => boolean): number =>
      axes.reduce((bits, axis, place) => bits | (isSet(axis) ? 1 << place : 0), 0);
    const lists = [
      axes.map(({ start }) => start),
      axes.map(({ end }) => end),
      axes.map(({ step }) => step),
    ].map((list) => context.int32s(list));
    const taken = x.shape.map((length, axis) => {
      const bound = bounds.find((candidate) => candidate.axis === axis);
      if (bound === undefined || typeof length !== 'number') return length;
      const { start, end, step } = bound;
      const place = (value: number): number =>
        Math.max(
          step > 0 ? 0 : -1,
          Math.min(step > 0 ? length : length - 1, value < 0 ? value + length : value),
        );
      const from = place(Number(start));
      const to = end === beforeFirst ? -1 : place(Number(end));
      return Math.max(0, Math.ceil((to - from) / step));
    });
    const sliced = context.emit('STRIDED_SLICE', [x, ...lists], taken, {
      beginMask: mask(({ begins }) => begins),
      endMask: mask(({ ends }) => ends),
    });
    return context.reshape(sliced, shape);
  },
};

export const stridedSliceLowerings: Lowering[] = [stridedSlice];

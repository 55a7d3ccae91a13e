import type { Lowering } from './lowering';

/** Each part as a slice, which needs no table of sizes. */
export const splitV: Lowering = {
  kernel: 'SplitV',
  lower: (context) => {
    const axis = context.number('axis');
    let start = 0;
    return context.outputs.map(({ shape }) => {
      const size = shape.at(axis);
      if (typeof size !== 'number') return context.refuse('it splits the rows');
      const bounds = [start, start + size, axis].map((bound) => context.int64s([bound]));
      start += size;
      return context.emit('Slice', [context.input('x'), ...bounds]);
    });
  },
};

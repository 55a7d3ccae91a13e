import type { Lowering } from './lowering';

/** The first of equal ones, in both. */
export const argMax: Lowering = {
  kernel: 'ArgMax',
  lower: (context) => {
    const index = context.emit('ArgMax', [context.input('x')], {
      axis: { int: context.number('axis') },
      keepdims: { int: 0 },
    });
    return context.cast(index, 'int32');
  },
};

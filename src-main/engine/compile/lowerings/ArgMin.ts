import type { Lowering } from './lowering';

/** The first of equal ones, in both. */
export const argMin: Lowering = {
  kernel: 'ArgMin',
  lower: (context) => {
    const index = context.emit('ArgMin', [context.input('x')], {
      axis: { int: context.number('axis') },
      keepdims: { int: 0 },
    });
    return context.cast(index, 'int32');
  },
};

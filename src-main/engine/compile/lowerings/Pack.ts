import type { Lowering } from './lowering';

/** Stacks values along a new axis. */
export const pack: Lowering = {
  kernel: 'Pack',
  lower: (context) => {
    const axis = context.number('axis');
    const parts = context.list().map(({ name }) => context.emit('Unsqueeze', [name, context.int64s([axis])]));
    return context.emit('Concat', parts, { axis: { int: axis } });
  },
};

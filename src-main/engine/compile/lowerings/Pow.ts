import type { Lowering } from './lowering';

/** Whole numbers go through double, as they do in tfjs. */
export const pow: Lowering = {
  kernel: 'Pow',
  lower: (context) => {
    const a = context.operand('a');
    if (a.type === 'float32') return context.emit('Pow', [a.name, context.input('b')]);
    const power = context.emit('Pow', [
      context.cast(a.name, 'double'),
      context.cast(context.input('b'), 'double'),
    ]);
    return context.cast(power, 'int32');
  },
};

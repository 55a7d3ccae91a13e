import type { Lowering } from './lowering';

export const cast: Lowering = {
  kernel: 'Cast',
  lower: (context) => {
    const x = context.operand('x');
    const to = context.output.type;
    if (x.type === to) return x.name;
    if (x.type === 'float32' && to === 'int32') {
      // NaN becomes 0 in JavaScript and anything at all in C.
      const zero = context.scalar(0);
      return context.cast(context.emit('Where', [context.emit('IsNaN', [x.name]), zero, x.name]), 'int32');
    }
    return context.as(x, to);
  },
};

import type { Lowering } from './lowering';

/** -1, 0 or 1; tfjs gives 0 for NaN. */
export const sign: Lowering = {
  kernel: 'Sign',
  lower: (context) => {
    const x = context.operand('x');
    const sign = context.emit('Sign', [x.name]);
    if (x.type !== 'float32') return sign;
    return context.emit('Where', [context.emit('IsNaN', [x.name]), context.scalar(0), sign]);
  },
};

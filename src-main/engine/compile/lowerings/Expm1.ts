import type { Lowering } from './lowering';

/** exp(x) - 1 = 2 exp(x / 2) sinh(x / 2), which keeps its digits near zero. */
export const expm1: Lowering = {
  kernel: 'Expm1',
  lower: (context) => {
    const half = context.emit('Mul', [context.as(context.operand('x'), 'float32'), context.scalar(0.5)]);
    const product = context.emit('Mul', [context.emit('Exp', [half]), context.emit('Sinh', [half])]);
    return context.emit('Mul', [product, context.scalar(2)]);
  },
};

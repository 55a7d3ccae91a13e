import type { Lowering, LoweringContext } from './lowering';

/** Where 1 + x is 1 or infinite, and log(1 + x) is x. */
function negligible(context: LoweringContext, sum: string): string {
  return context.emit('Or', [
    context.emit('Equal', [sum, context.scalar(1)]),
    context.emit('IsInf', [sum], { detect_negative: { int: 0 } }),
  ]);
}

/** log(1 + x) that keeps its digits near zero: log(u) * x / (u - 1) with u = 1 + x (Kahan, HP-15C manual). */
export const log1p: Lowering = {
  kernel: 'Log1p',
  lower: (context) => {
    const x = context.as(context.operand('x'), 'float32');
    const sum = context.emit('Add', [x, context.scalar(1)]);
    const excess = context.emit('Sub', [sum, context.scalar(1)]);
    const corrected = context.emit('Mul', [
      context.emit('Log', [sum]),
      context.emit('Div', [x, context.emit('Where', [negligible(context, sum), context.scalar(1), excess])]),
    ]);
    return context.emit('Where', [negligible(context, sum), x, corrected]);
  },
};

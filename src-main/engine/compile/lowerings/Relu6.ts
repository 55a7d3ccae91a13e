import type { Lowering } from './lowering';

export const relu6: Lowering = {
  kernel: 'Relu6',
  lower: (context) =>
    context.emit('Clip', [context.as(context.operand('x'), 'float32'), context.scalar(0), context.scalar(6)]),
};

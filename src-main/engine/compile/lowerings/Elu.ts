import type { Lowering } from './lowering';

export const elu: Lowering = {
  kernel: 'Elu',
  lower: (context) =>
    context.emit('Elu', [context.as(context.operand('x'), 'float32')], { alpha: { float: 1 } }),
};

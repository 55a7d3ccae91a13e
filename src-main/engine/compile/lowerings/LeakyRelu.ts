import type { Lowering } from './lowering';

export const leakyRelu: Lowering = {
  kernel: 'LeakyRelu',
  lower: (context) =>
    context.emit('LeakyRelu', [context.as(context.operand('x'), 'float32')], {
      alpha: { float: context.number('alpha') },
    }),
};

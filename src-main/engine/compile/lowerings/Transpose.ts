import type { Lowering } from './lowering';

export const transpose: Lowering = {
  kernel: 'Transpose',
  lower: (context) =>
    context.emit('Transpose', [context.input('x')], { perm: { ints: context.numbers('perm') } }),
};

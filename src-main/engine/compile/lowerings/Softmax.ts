import type { Lowering } from './lowering';

export const softmax: Lowering = {
  kernel: 'Softmax',
  lower: (context) =>
    context.emit('Softmax', [context.input('logits')], { axis: { int: context.number('dim', -1) } }),
};

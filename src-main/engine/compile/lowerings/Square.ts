import type { Lowering } from './lowering';

export const square: Lowering = {
  kernel: 'Square',
  lower: (context) => context.emit('Mul', [context.input('x'), context.input('x')]),
};

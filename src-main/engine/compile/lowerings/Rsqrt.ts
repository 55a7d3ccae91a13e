import type { Lowering } from './lowering';

export const rsqrt: Lowering = {
  kernel: 'Rsqrt',
  lower: (context) => context.emit('Reciprocal', [context.emit('Sqrt', [context.input('x')])]),
};

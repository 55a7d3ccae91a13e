import type { Lowering } from './lowering';

export const reshape: Lowering = {
  kernel: 'Reshape',
  lower: (context) => context.reshape(context.input('x'), context.output.shape),
};

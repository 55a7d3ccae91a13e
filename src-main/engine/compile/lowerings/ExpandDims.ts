import type { Lowering } from './lowering';

export const expandDims: Lowering = {
  kernel: 'ExpandDims',
  lower: (context) => context.reshape(context.input('input'), context.output.shape),
};

import type { Lowering } from './lowering';
import { reduce, reducedAxes } from './shared/reduction';

export const mean: Lowering = {
  kernel: 'Mean',
  lower: (context) =>
    reduce(context, 'ReduceMean', context.as(context.operand('x'), 'float32'), reducedAxes(context, 'axis')),
};

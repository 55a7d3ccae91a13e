import type { Lowering } from './lowering';
import { reduce, reducedAxes } from './shared/reduction';

/** ONNX reduces numbers only. */
export const all: Lowering = {
  kernel: 'All',
  lower: (context) => {
    const numbers = context.cast(context.input('x'), 'int32');
    return context.cast(reduce(context, 'ReduceMin', numbers, reducedAxes(context, 'axis')), 'bool');
  },
};

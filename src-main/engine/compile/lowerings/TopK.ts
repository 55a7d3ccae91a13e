import type { Lowering } from './lowering';

/** The highest values of the last axis and where they were; of equal ones the first comes first, in both. */
export const topK: Lowering = {
  kernel: 'TopK',
  lower: (context) => {
    const inputs = [context.input('x'), context.int64s([context.number('k')])];
    const [values, indices] = context.emitAll('TopK', inputs, {}, 2);
    return [values ?? '', context.cast(indices ?? '', 'int32')];
  },
};

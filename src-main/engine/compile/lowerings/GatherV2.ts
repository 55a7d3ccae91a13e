import type { Lowering } from './lowering';

export const gatherV2: Lowering = {
  kernel: 'GatherV2',
  lower: (context) => {
    if (context.number('batchDims', 0) !== 0) context.refuse('it gathers along batch dimensions');
    return context.emit('Gather', [context.input('x'), context.as(context.operand('indices'), 'int32')], {
      axis: { int: context.number('axis', 0) },
    });
  },
};

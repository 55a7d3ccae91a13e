import type { Lowering } from './lowering';

export const gatherNd: Lowering = {
  kernel: 'GatherNd',
  lower: (context) =>
    context.emit('GatherND', [context.input('params'), context.cast(context.input('indices'), 'int64')]),
};

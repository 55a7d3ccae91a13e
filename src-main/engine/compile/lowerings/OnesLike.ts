import type { Lowering } from './lowering';

export const onesLike: Lowering = {
  kernel: 'OnesLike',
  lower: (context) => {
    const { shape, type } = context.output;
    return context.emit('Expand', [context.scalar(1, type), context.shapeOf(shape)]);
  },
};

import type { Lowering } from './lowering';

export const zerosLike: Lowering = {
  kernel: 'ZerosLike',
  lower: (context) => {
    const { shape, type } = context.output;
    return context.emit('Expand', [context.scalar(0, type), context.shapeOf(shape)]);
  },
};

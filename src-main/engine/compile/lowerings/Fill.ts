import type { Lowering } from './lowering';

export const fill: Lowering = {
  kernel: 'Fill',
  lower: (context) => {
    const { shape, type } = context.output;
    return context.emit('Expand', [context.scalar(context.number('value'), type), context.shapeOf(shape)]);
  },
};

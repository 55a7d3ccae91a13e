import type { Lowering } from './lowering';

/** Takes each slice along an axis; ONNX drops the axis when the index is a scalar. */
export const unpack: Lowering = {
  kernel: 'Unpack',
  lower: (context) => {
    return context.outputs.map((_, index) =>
      context.emit('Gather', [context.input('value'), context.scalar(index, 'int32')], {
        axis: { int: context.number('axis') },
      }),
    );
  },
};

import type { Lowering } from './lowering';
import { filled } from './shared/scatter';
import { boundsOf } from './shared/strided-slice';

/** A slice with steps, in the shape that the masks ask for: axes dropped and axes of size 1 put in. */
export const stridedSlice: Lowering = {
  kernel: 'StridedSlice',
  lower: (context) => {
    const { shape } = context.output;
    // Nothing is taken: ONNX has no shape to give to what is empty, for a 0 in it means the size before.
    if (shape.includes(0)) return filled(context, 0, shape);
    const bounds = boundsOf(context);
    const x = context.input('x');
    // The cpu kernel of tfjs mixes up axes then: better no answer than another one than the application's.
    const single = context.number('shrinkAxisMask', 0) !== 0;
    if (single && bounds.some(({ step }) => step !== 1))
      context.refuse('it takes single places and steps at once');
    const sliced =
      bounds.length === 0
        ? x
        : context.emit('Slice', [
            x,
            context.shapeOf(bounds.map(({ start }) => start)),
            context.shapeOf(bounds.map(({ end }) => end)),
            context.int64s(bounds.map(({ axis }) => axis)),
            context.int64s(bounds.map(({ step }) => step)),
          ]);
    return context.reshape(sliced, shape);
  },
};

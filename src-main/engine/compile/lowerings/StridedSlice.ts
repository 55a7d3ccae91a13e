import type { Dimension } from '../graph/shape';
import type { Lowering, LoweringContext } from './lowering';
import { beforeFirst, pastLast } from './shared/bounds';
import { filled } from './shared/scatter';

interface Bounds {
  axis: number;
  start: Dimension;
  end: Dimension;
  step: number;
}

/** Whether the bit of this place is set in a mask. */
function isSet(context: LoweringContext, mask: string, place: number): boolean {
  return ((context.number(mask, 0) >> place) & 1) === 1;
}

/** What is taken of each axis that is named; of those under an ellipsis, and after the last one, everything is. */
function boundsOf(context: LoweringContext): Bounds[] {
  const rank = context.operand('x').shape.length;
  const begin = context.dimensions('begin');
  const end = context.dimensions('end');
  const strides = context.attribute('strides') === null ? begin.map(() => 1) : context.numbers('strides');
  const places = begin.map((_, place) => place);
  const takesAxis = (place: number): boolean =>
    !isSet(context, 'ellipsisMask', place) && !isSet(context, 'newAxisMask', place);
  let axis = 0;
  return places.flatMap((place): Bounds[] => {
    if (isSet(context, 'ellipsisMask', place)) {
      axis = rank - places.slice(place + 1).filter(takesAxis).length;
      return [];
    }
    if (!takesAxis(place)) return [];
    const start = begin[place] ?? 0;
    const step = strides[place] ?? 1;
    const current = axis++;
    if (isSet(context, 'shrinkAxisMask', place)) {
      // One place of the axis; after the last one, counted from the end, comes no place 0.
      if (typeof start !== 'number') return context.refuse('it takes a single row');
      return [{ axis: current, start, end: start === -1 ? pastLast : start + 1, step: 1 }];
    }
    return [
      {
        axis: current,
        start: !isSet(context, 'beginMask', place) ? start : step > 0 ? 0 : pastLast,
        end: !isSet(context, 'endMask', place) ? (end[place] ?? pastLast) : step > 0 ? pastLast : beforeFirst,
        step,
      },
    ];
  });
}

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

import type { NodeReader } from '../../graph/node-reader';
import type { Dimension } from '../../graph/shape';
import { beforeFirst, pastLast } from './bounds';

export interface Bounds {
  axis: number;
  start: Dimension;
  end: Dimension;
  step: number;
}

/** Whether the bit of this place is set in a mask. */
function isSet(context: NodeReader, mask: string, place: number): boolean {
  return ((context.number(mask, 0) >> place) & 1) === 1;
}

/** What is taken of each axis that is named; of those under an ellipsis, and after the last one, everything is. */
export function boundsOf(context: NodeReader): Bounds[] {
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

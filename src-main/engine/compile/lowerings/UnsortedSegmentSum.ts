import type { Lowering } from './lowering';
import { asResult, sumByPlace } from './shared/scatter';

/** The sum of the rows of each segment: the gradient of taking rows by their ids, as embeddings do. */
export const unsortedSegmentSum: Lowering = {
  kernel: 'UnsortedSegmentSum',
  lower: (context) => {
    const ids = context.operand('segmentIds');
    if (ids.shape.length !== 1) context.refuse('its ids are not a list');
    const { shape } = context.operand('x');
    const count = context.number('numSegments');
    return sumByPlace(context, asResult(context, 'x'), context.as(ids, 'int32'), shape, count);
  },
};

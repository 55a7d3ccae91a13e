import type { Lowering } from './lowering';
import { reducedAxes } from './shared/reduction';

/** A slice with steps backwards, from the end to beyond the beginning. */
export const reverse: Lowering = {
  kernel: 'Reverse',
  lower: (context) => {
    const axes = reducedAxes(context, 'dims');
    if (axes.length === 0) return context.input('x');
    const [last, beyond, steps] = [-1, Number.MIN_SAFE_INTEGER, -1].map((value) =>
      context.int64s(axes.map(() => value)),
    );
    return context.emit('Slice', [
      context.input('x'),
      last ?? '',
      beyond ?? '',
      context.int64s(axes),
      steps ?? '',
    ]);
  },
};

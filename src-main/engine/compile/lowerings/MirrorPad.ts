import type { Attribute } from '../graph/graph';
import type { Lowering, LoweringContext } from './lowering';
import { fixed } from './shared/windows';

function sides(context: LoweringContext, pair: Attribute): [number, number] {
  const [before, after] = Array.isArray(pair) ? pair : [];
  if (typeof before !== 'number' || typeof after !== 'number') {
    return context.refuse('its paddings depend on the number of rows');
  }
  return [before, after];
}

/** Each padded axis as a selection of its places; what is at the very end is repeated where the mode is symmetric. */
export const mirrorPad: Lowering = {
  kernel: 'MirrorPad',
  lower: (context) => {
    const x = context.operand('x');
    const paddings = context.attribute('paddings');
    if (!Array.isArray(paddings)) return context.refuse('its paddings are not a list');
    const repeated = context.attribute('mode') === 'symmetric' ? 1 : 0;
    return paddings.reduce<string>((value, padding, axis) => {
      const [before, after] = sides(context, padding);
      if (before === 0 && after === 0) return value;
      const size = fixed(context, x.shape, axis);
      const places = Array.from({ length: before + size + after }, (_, index) => {
        const place = index - before;
        if (place < 0) return -place - repeated;
        return place < size ? place : 2 * (size - 1) - place + repeated;
      });
      return context.emit('Gather', [value, context.int64s(places)], { axis: { int: axis } });
    }, x.name);
  },
};

import { fixedShape } from '../graph/shape';
import type { Lowering } from './lowering';
import { asResult, sumByPlace } from './shared/scatter';

/** Puts updates at their places into zeros; those of one place are added up. */
export const scatterNd: Lowering = {
  kernel: 'ScatterNd',
  lower: (context) => {
    const indices = context.operand('indices');
    const depth = indices.shape.at(-1);
    if (typeof depth !== 'number') return context.refuse('the rank of its places depends on the rows');
    const shape = fixedShape(context.dimensions('shape'), 'The result of ScatterNd');
    const outer = shape.slice(0, depth);
    const rest = shape.slice(depth);
    const count = outer.reduce((product, size) => product * size, 1);
    // Places as one number each: how far a step along each axis goes.
    const strides = outer.map((_, axis) =>
      outer.slice(axis + 1).reduce((product, size) => product * size, 1),
    );
    const steps = context.emit('Mul', [context.as(indices, 'int32'), context.int32s(strides)]);
    const places = context.emit('ReduceSum', [steps, context.int64s([-1])], { keepdims: { int: 0 } });
    const rows = context.operand('updates').shape;
    const listed = indices.shape.slice(0, -1);
    if (listed.length !== 1) context.refuse('its places are not a list');
    const [length = 0] = rows;
    const sums = sumByPlace(context, asResult(context, 'updates'), places, [length, ...rest], count);
    return context.reshape(sums, shape);
  },
};

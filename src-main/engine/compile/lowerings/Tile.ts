import type { Lowering } from './lowering';

export const tile: Lowering = {
  kernel: 'Tile',
  lower: (context) => {
    const x = context.operand('x');
    const repeats = context.dimensions('reps');
    // Repeating a size of 1 is broadcasting, which copies less and needs no arithmetic on shapes.
    const broadcast = repeats.every((repeat, axis) => repeat === 1 || x.shape[axis] === 1);
    return broadcast
      ? context.emit('Expand', [x.name, context.shapeOf(context.output.shape)])
      : context.emit('Tile', [x.name, context.shapeOf(repeats)]);
  },
};

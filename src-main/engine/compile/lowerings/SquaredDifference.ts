import type { Lowering } from './lowering';

export const squaredDifference: Lowering = {
  kernel: 'SquaredDifference',
  lower: (context) => {
    const difference = context.emit('Sub', [context.input('a'), context.input('b')]);
    return context.emit('Mul', [difference, difference]);
  },
};

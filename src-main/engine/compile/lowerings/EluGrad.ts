import type { Lowering } from './lowering';

/** The gradient of elu from its result y: dy where y is positive or zero, else dy (y + 1). */
export const eluGrad: Lowering = {
  kernel: 'EluGrad',
  lower: (context) => {
    const [y, dy] = [context.input('y'), context.input('dy')];
    const slope = context.emit('Add', [context.emit('Min', [y, context.scalar(0)]), context.scalar(1)]);
    return context.emit('Mul', [dy, slope]);
  },
};

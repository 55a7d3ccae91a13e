import type { Lowering } from './lowering';

export const isFinite: Lowering = {
  kernel: 'IsFinite',
  lower: (context) => {
    const x = context.input('x');
    return context.emit('Not', [
      context.emit('Or', [context.emit('IsNaN', [x]), context.emit('IsInf', [x])]),
    ]);
  },
};

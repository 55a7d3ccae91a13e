import type { Lowering } from './lowering';

export const clipByValue: Lowering = {
  kernel: 'ClipByValue',
  lower: (context) => {
    const x = context.operand('x');
    const bounds = ['clipValueMin', 'clipValueMax'].map((name) =>
      context.scalar(context.number(name), x.type),
    );
    return context.emit('Clip', [x.name, ...bounds]);
  },
};

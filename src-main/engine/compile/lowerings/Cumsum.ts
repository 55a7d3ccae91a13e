import type { Lowering } from './lowering';

export const cumsum: Lowering = {
  kernel: 'Cumsum',
  lower: (context) => {
    const flag = (name: string): { int: number } => ({ int: context.boolean(name) ? 1 : 0 });
    return context.emit('CumSum', [context.input('x'), context.scalar(context.number('axis', 0), 'int32')], {
      exclusive: flag('exclusive'),
      reverse: flag('reverse'),
    });
  },
};

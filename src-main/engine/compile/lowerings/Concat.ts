import type { Lowering } from './lowering';

export const concat: Lowering = {
  kernel: 'Concat',
  lower: (context) =>
    context.emit(
      'Concat',
      context.list().map(({ name }) => name),
      { axis: { int: context.number('axis') } },
    ),
};

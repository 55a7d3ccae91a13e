import type { Lowering } from './lowering';

export const addN: Lowering = {
  kernel: 'AddN',
  lower: (context) =>
    context.emit(
      'Sum',
      context.list().map(({ name }) => name),
    ),
};

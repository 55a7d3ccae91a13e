import type { Lowering } from './lowering';

export const einsum: Lowering = {
  kernel: 'Einsum',
  lower: (context) => {
    const equation = context.attribute('equation');
    if (typeof equation !== 'string') return context.refuse('its equation is missing');
    const operands = context.list();
    if (operands.some(({ type }) => type !== 'float32')) context.refuse('it computes with whole numbers');
    return context.emit(
      'Einsum',
      operands.map(({ name }) => name),
      { equation: { string: equation } },
    );
  },
};

import type { Lowering } from './lowering';

export const select: Lowering = {
  kernel: 'Select',
  lower: (context) => {
    const condition = context.operand('condition');
    const [t, e] = [context.operand('t'), context.operand('e')];
    const type = context.output.type;
    if (condition.shape.length !== t.shape.length)
      context.refuse('its condition is of another rank than its values');
    const test = context.as(condition, 'bool');
    if (type !== 'bool') return context.emit('Where', [test, context.as(t, type), context.as(e, type)]);
    // ONNX Runtime has no Where over truth values.
    const numbers = context.emit('Where', [test, context.as(t, 'int32'), context.as(e, 'int32')]);
    return context.cast(numbers, 'bool');
  },
};

import type { Lowering } from './lowering';

/** 1 above zero, alpha elsewhere (the gradient of abs uses -1), NaN for NaN. */
export const step: Lowering = {
  kernel: 'Step',
  lower: (context) => {
    const x = context.operand('x');
    if (x.type !== 'float32') context.refuse('its input is not of type float32');
    const above = context.emit('Greater', [x.name, context.scalar(0)]);
    const step = context.emit('Where', [
      above,
      context.scalar(1),
      context.scalar(context.number('alpha', 0)),
    ]);
    return context.emit('Where', [context.emit('IsNaN', [x.name]), x.name, step]);
  },
};

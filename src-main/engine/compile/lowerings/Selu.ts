import type { Lowering } from './lowering';

// Klambauer et al., Self-Normalizing Neural Networks (2017), as in tfjs: its SELU_SCALEALPHA is alpha * gamma.
const gamma = 1.0507009873554805;
const alpha = 1.6732632423543772;

export const selu: Lowering = {
  kernel: 'Selu',
  lower: (context) =>
    context.emit('Selu', [context.as(context.operand('x'), 'float32')], {
      alpha: { float: alpha },
      gamma: { float: gamma },
    }),
};

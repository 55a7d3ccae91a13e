import type { LoweringContext } from '../lowering';

/** What tfjs takes when no slope is given. */
const defaultSlope = 0.2;

/** The activations that tfjs fuses into a product or a convolution, by their names in tfjs. */
const activations: Record<string, (context: LoweringContext, x: string) => string> = {
  linear: (_context, x) => x,
  relu: (context, x) => context.emit('Relu', [x]),
  relu6: (context, x) => context.emit('Clip', [x, context.scalar(0), context.scalar(6)]),
  elu: (context, x) => context.emit('Elu', [x], { alpha: { float: 1 } }),
  sigmoid: (context, x) => context.emit('Sigmoid', [x]),
  leakyrelu: (context, x) =>
    context.emit('LeakyRelu', [x], { alpha: { float: context.number('leakyreluAlpha', defaultSlope) } }),
  prelu: (context, x) => {
    const scaled = context.emit('Mul', [x, context.input('preluActivationWeights')]);
    return context.emit('Where', [context.emit('Less', [x, context.scalar(0)]), scaled, x]);
  },
};

/** The activation that a fused kernel ends with, applied to x. */
export function fusedActivation(context: LoweringContext, x: string): string {
  const name = context.attribute('activation') ?? 'linear';
  const activation = typeof name === 'string' ? activations[name] : undefined;
  return activation?.(context, x) ?? context.refuse(`the activation ${String(name)} is not known`);
}

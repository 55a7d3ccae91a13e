import { activationCodes } from '../schema/operators';
import type { LoweringContext, Operand } from './lowering';

/** What tfjs takes when no slope is given. */
const defaultSlope = 0.2;

/** The activations that tfjs fuses into a product or a convolution, by their names in tfjs. */
const activations: Readonly<Record<string, (context: LoweringContext, x: Operand) => Operand>> = {
  linear: (_context, x) => x,
  relu: (context, x) => context.unary('RELU', x),
  relu6: (context, x) => context.unary('RELU6', x),
  elu: (context, x) => context.unary('ELU', x),
  sigmoid: (context, x) => context.unary('LOGISTIC', x),
  leakyrelu: (context, x) =>
    context.unary('LEAKY_RELU', x, { alpha: context.number('leakyreluAlpha', defaultSlope) }),
  prelu: (context, x) => {
    const slopes = context.operand('preluActivationWeights');
    return context.select(context.compare('LESS', x, 0), context.binary('MUL', x, slopes), x);
  },
};

const nameOf = (context: LoweringContext): string => {
  const name = context.attribute('activation') ?? 'linear';
  return typeof name === 'string' ? name : context.refuse('its activation is not known');
};

/** The code of the activation where an operator can end with it itself, else that of none. */
export function fusedActivationCode(context: LoweringContext): number {
  const name = nameOf(context);
  return name === 'relu' || name === 'relu6' ? activationCodes[name] : activationCodes.none;
}

/** The activation that a fused kernel ends with, applied to x. */
export function fusedActivation(context: LoweringContext, x: Operand): Operand {
  const name = nameOf(context);
  return activations[name]?.(context, x) ?? context.refuse(`the activation ${name} is not known`);
}

import type { Lowering, LoweringContext } from './lowering';
import { matrixProduct } from './shared/matrix';

/** What tfjs takes when no slope is given. */
const defaultSlope = 0.2;

/** The activations that tfjs fuses into a product, by their names in tfjs. */
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

/** activation(a b + bias), which ONNX Runtime fuses again by itself. */
export const fusedMatMul: Lowering = {
  kernel: '_FusedMatMul',
  lower: (context) => {
    const product = matrixProduct(context);
    const bias = context.optional('bias');
    const sum = bias === undefined ? product : context.emit('Add', [product, bias.name]);
    const name = context.attribute('activation') ?? 'linear';
    const activation = typeof name === 'string' ? activations[name] : undefined;
    return activation?.(context, sum) ?? context.refuse(`the activation ${String(name)} is not known`);
  },
};

import type { Lowering, LoweringContext, Operand } from './lowering';

/** scale / sqrt(variance + epsilon), as a constant where all of it is one. */
function factorOf(context: LoweringContext): Operand {
  const [variance, scale] = [context.operand('variance'), context.optional('scale')];
  const epsilon = context.number('varianceEpsilon', 0.001);
  const values = context.valuesOf(variance);
  const scales = scale === undefined ? undefined : context.valuesOf(scale);
  if (values !== undefined && (scale === undefined || scales?.length === values.length)) {
    const factors = Float32Array.from(
      values,
      (value, index) => (scales?.[index] ?? 1) / Math.sqrt(value + epsilon),
    );
    return context.floats(factors, variance.shape.map(Number));
  }
  const root = context.unary('RSQRT', context.binary('ADD', variance, epsilon));
  return scale === undefined ? root : context.binary('MUL', root, scale);
}

/** (x - mean) / sqrt(variance + epsilon) * scale + offset */
const fusedBatchNorm: Lowering = {
  kernel: 'FusedBatchNorm',
  lower: (context) => {
    const centred = context.binary('SUB', context.operand('x'), context.operand('mean'));
    const scaled = context.binary('MUL', centred, factorOf(context));
    const offset = context.optional('offset');
    return offset === undefined ? scaled : context.binary('ADD', scaled, offset);
  },
};

const softmax: Lowering = {
  kernel: 'Softmax',
  lower: (context) => {
    const logits = context.operand('logits');
    const axis = context.number('dim', -1);
    if (axis !== -1 && axis !== logits.shape.length - 1) context.refuse('it is not along the last axis');
    return context.unary('SOFTMAX', logits, { beta: 1 });
  },
};

export const normalisationLowerings: Lowering[] = [fusedBatchNorm, softmax];

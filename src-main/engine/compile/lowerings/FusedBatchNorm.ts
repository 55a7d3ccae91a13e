import type { Lowering } from './lowering';

/** (x - mean) / sqrt(variance + epsilon) * scale + offset; BatchNormalization of ONNX wants channels second. */
export const fusedBatchNorm: Lowering = {
  kernel: 'FusedBatchNorm',
  lower: (context) => {
    const variance = context.emit('Add', [
      context.input('variance'),
      context.scalar(context.number('varianceEpsilon', 0.001)),
    ]);
    const centred = context.emit('Sub', [context.input('x'), context.input('mean')]);
    const normalised = context.emit('Div', [centred, context.emit('Sqrt', [variance])]);
    const scale = context.optional('scale');
    const scaled = scale === undefined ? normalised : context.emit('Mul', [normalised, scale.name]);
    const offset = context.optional('offset');
    return offset === undefined ? scaled : context.emit('Add', [scaled, offset.name]);
  },
};

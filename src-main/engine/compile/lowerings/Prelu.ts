import type { Lowering } from './lowering';

/** alpha * x below zero; alpha is broadcast both ways, which PRelu of ONNX does not do. */
export const prelu: Lowering = {
  kernel: 'Prelu',
  lower: (context) => {
    const x = context.as(context.operand('x'), 'float32');
    const scaled = context.emit('Mul', [x, context.input('alpha')]);
    return context.emit('Where', [context.emit('Less', [x, context.scalar(0)]), scaled, x]);
  },
};

import type { Lowering } from '../lowering';

/** A kernel of one input x that is one operator of ONNX with the same meaning. */
export function unary(kernel: string, operator: string): Lowering {
  return { kernel, lower: (context) => context.emit(operator, [context.input('x')]) };
}

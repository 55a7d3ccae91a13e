import type { Lowering } from '../lowering';

/** A kernel of two inputs a and b, broadcast as NumPy does, that is one operator of ONNX on numbers. */
export function binary(kernel: string, operator: string): Lowering {
  return {
    kernel,
    lower: (context) => {
      const a = context.operand('a');
      const b = context.operand('b');
      if (a.type === 'bool' || b.type === 'bool') context.refuse('it computes with truth values');
      return context.emit(operator, [a.name, b.name]);
    },
  };
}

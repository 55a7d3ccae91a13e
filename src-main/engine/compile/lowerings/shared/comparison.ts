import type { Lowering } from '../lowering';

/** A comparison of a and b. Truth values are compared as 0 and 1, for ONNX orders numbers only. */
export function comparison(kernel: string, operator: string): Lowering {
  return {
    kernel,
    lower: (context) => {
      const [a, b] = [context.operand('a'), context.operand('b')].map((operand) =>
        operand.type === 'bool' ? context.cast(operand.name, 'int32') : operand.name,
      );
      return context.emit(operator, [a ?? '', b ?? '']);
    },
  };
}

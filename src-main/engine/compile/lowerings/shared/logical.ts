import type { Lowering } from '../lowering';

/** A kernel on two truth values. */
export function logical(kernel: string, operator: string): Lowering {
  return {
    kernel,
    lower: (context) =>
      context.emit(operator, [
        context.as(context.operand('a'), 'bool'),
        context.as(context.operand('b'), 'bool'),
      ]),
  };
}

import type { LoweringContext } from '../lowering';

/** A matrix, or a stack of them, with its last two axes exchanged when the kernel asks for it. */
function matrix(context: LoweringContext, name: 'a' | 'b', flag: 'transposeA' | 'transposeB'): string {
  const { name: value, shape } = context.operand(name);
  if (!context.boolean(flag)) return value;
  const axes = shape.map((_, axis) => axis);
  const [row = 0, column = 1] = axes.splice(-2);
  return context.emit('Transpose', [value], { perm: { ints: [...axes, column, row] } });
}

/** The product of the inputs a and b. */
export function matrixProduct(context: LoweringContext): string {
  return context.emit('MatMul', [matrix(context, 'a', 'transposeA'), matrix(context, 'b', 'transposeB')]);
}

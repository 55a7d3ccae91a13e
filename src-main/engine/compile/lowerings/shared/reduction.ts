import type { NodeReader } from '../../graph/node-reader';
import type { Lowering, LoweringContext } from '../lowering';

/** The axes that a reduction works along, counted from the front; all of them when none is named. */
export function reducedAxes(context: NodeReader, attribute: string): number[] {
  const rank = context.operand('x').shape.length;
  if (context.attribute(attribute) === null) return Array.from({ length: rank }, (_, axis) => axis);
  return context.numbers(attribute).map((axis) => (axis < 0 ? axis + rank : axis));
}

/** Reduces a value along axes. ReduceSum takes its axes as an input since opset 13, the others as an attribute. */
export function reduce(context: LoweringContext, operator: string, value: string, axes: number[]): string {
  if (axes.length === 0) return value;
  const keepdims = { int: context.boolean('keepDims') ? 1 : 0 };
  if (operator === 'ReduceSum') return context.emit(operator, [value, context.int64s(axes)], { keepdims });
  return context.emit(operator, [value], { axes: { ints: axes }, keepdims });
}

/** A kernel that reduces x along the axes in an attribute. */
export function reduction(kernel: string, operator: string, attribute: string): Lowering {
  return {
    kernel,
    lower: (context) => reduce(context, operator, context.input('x'), reducedAxes(context, attribute)),
  };
}

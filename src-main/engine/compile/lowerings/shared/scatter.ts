import type { Dimension } from '../../graph/shape';
import { onnxTypes } from '../lowering';
import type { LoweringContext } from '../lowering';

/** A value of this shape that holds one number everywhere. */
export function filled(context: LoweringContext, value: number, shape: readonly Dimension[]): string {
  return context.emit('Expand', [context.scalar(value, context.output.type), context.shapeOf(shape)]);
}

/**
 * Adds rows up by where they belong: [count, ...rest].
 * ScatterElements goes through its updates in order; ScatterND would do it by several threads, which add to the same
 * place without taking turns.
 * @param updates [n, ...rest]. @param places int32 [n]; what lies outside of [0, count) is left out.
 * @param shape of the updates.
 */
export function sumByPlace(
  context: LoweringContext,
  updates: string,
  places: string,
  shape: readonly Dimension[],
  count: Dimension,
): string {
  const [rows = 0, ...rest] = shape;
  if (typeof count !== 'number') return context.refuse('the number of its results depends on the rows');
  const zero = context.scalar(0, 'int32');
  const outside = context.emit('Or', [
    context.emit('Less', [places, zero]),
    context.emit('GreaterOrEqual', [places, context.scalar(count, 'int32')]),
  ]);
  // One more row than is wanted takes what belongs nowhere.
  const placed = context.emit('Where', [outside, context.scalar(count, 'int32'), places]);
  const column = context.reshape(placed, [rows, ...rest.map(() => 1)]);
  const everywhere = rest.length === 0 ? column : context.emit('Expand', [column, context.shapeOf(shape)]);
  const start = filled(context, 0, [count + 1, ...rest]);
  const sums = context.emit('ScatterElements', [start, everywhere, updates], {
    axis: { int: 0 },
    reduction: { string: 'add' },
  });
  return context.emit('Slice', [sums, context.int64s([0]), context.int64s([count]), context.int64s([0])]);
}

/** Updates as the type of the result. */
export function asResult(context: LoweringContext, name: string): string {
  const operand = context.operand(name);
  const { type } = context.output;
  return operand.type === type ? operand.name : context.cast(operand.name, onnxTypes[type]);
}

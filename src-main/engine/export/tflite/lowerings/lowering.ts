import { NodeReader } from '../../../compile/graph/node-reader';
import { BatchMultiple, isFixed, sameDimension, sameShape } from '../../../compile/graph/shape';
import type { Dimension } from '../../../compile/graph/shape';
import { elementArray } from '../../../compile/graph/graph';
import type { ElementArray, ElementType, GraphNode, Value } from '../../../compile/graph/graph';
import type { TfliteProgram } from '../program/program';
import type { Options } from '../program/types';
import { tensorTypeCodes } from '../schema/operators';
import type { OperatorName } from '../schema/operators';

/** How one kernel of tfjs becomes operators of TensorFlow Lite. */
export interface Lowering {
  /** The kernel's name in tfjs. */
  kernel: string;
  /** Adds operators through the context. Returns the result, or each result in order. */
  lower(context: LoweringContext): Operand | Operand[];
}

/** A value as TensorFlow Lite has it. */
export interface Operand extends Value {
  /** Its place in the list of tensors. */
  tensor: number;
}

/** The shape of an operation on both, one of them repeated where it is 1, as NumPy does. */
export function broadcastShape(a: readonly Dimension[], b: readonly Dimension[]): Dimension[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const [x, y] = [a[index - rank + a.length] ?? 1, b[index - rank + b.length] ?? 1];
    return x === 1 ? y : x;
  });
}

/** What a lowering may ask of the node in front of it, and add to the program. */
export class LoweringContext extends NodeReader<Operand> {
  constructor(
    node: GraphNode,
    operands: Record<string, Operand>,
    outputs: Value[],
    private readonly program: TfliteProgram,
    /** An int32 [1] that holds the number of rows. */
    private readonly rows: () => Operand,
  ) {
    super(node, operands, outputs);
  }

  /** For an operator with several outputs. */
  emitAll(
    operator: OperatorName,
    inputs: readonly (Operand | null)[],
    results: readonly Value[],
    options: Options = {},
  ): Operand[] {
    const places = this.program.emit(
      operator,
      inputs.map((input) => input?.tensor ?? -1),
      results,
      options,
      this.node.layer,
    );
    return results.map((value, index) => ({ ...value, tensor: places[index] ?? -1 }));
  }

  /** An operator with one output of this shape; of the type of its first input unless told. */
  emit(
    operator: OperatorName,
    inputs: readonly (Operand | null)[],
    shape: readonly Dimension[],
    options: Options = {},
    type: ElementType = inputs[0]?.type ?? 'float32',
  ): Operand {
    const [result] = this.emitAll(operator, inputs, [{ type, shape: [...shape] }], options);
    return result ?? this.refuse(`${operator} gave nothing`);
  }

  /** An operator on one value that keeps its shape. */
  unary(operator: OperatorName, x: Operand, options: Options = {}): Operand {
    return this.emit(operator, [x], x.shape, options);
  }

  /** An operator on two values, broadcast. Numbers stand for constants of the type of the other. */
  binary(operator: OperatorName, a: Operand | number, b: Operand | number, type?: ElementType): Operand {
    const of = typeof a === 'number' ? (typeof b === 'number' ? 'float32' : b.type) : a.type;
    const [x, y] = [a, b].map((side) => (typeof side === 'number' ? this.scalar(side, of) : side));
    if (x === undefined || y === undefined) return this.refuse('an operand is missing');
    return this.emit(operator, [x, y], broadcastShape(x.shape, y.shape), {}, type ?? x.type);
  }

  /** A comparison of two values. */
  compare(operator: OperatorName, a: Operand | number, b: Operand | number): Operand {
    return this.binary(operator, a, b, 'bool');
  }

  /** `yes` where the condition holds, else `no`; all three broadcast. */
  select(condition: Operand, yes: Operand | number, no: Operand | number): Operand {
    const of = typeof yes === 'number' ? (typeof no === 'number' ? 'float32' : no.type) : yes.type;
    const [x, y] = [yes, no].map((side) => (typeof side === 'number' ? this.scalar(side, of) : side));
    if (x === undefined || y === undefined) return this.refuse('an operand is missing');
    const shape = broadcastShape(condition.shape, broadcastShape(x.shape, y.shape));
    return this.emit('SELECT_V2', [condition, x, y], shape, {}, x.type);
  }

  /** A constant. */
  constant(values: ElementArray, shape: number[], type: ElementType): Operand {
    return { tensor: this.program.constant(type, shape, values), type, shape };
  }

  scalar(value: number, type: ElementType = 'float32'): Operand {
    return this.constant(elementArray(type, [value]), [], type);
  }

  floats(values: ArrayLike<number>, shape: number[] = [values.length]): Operand {
    return this.constant(Float32Array.from(values), shape, 'float32');
  }

  int32s(values: readonly number[], shape: number[] = [values.length]): Operand {
    return this.constant(Int32Array.from(values), shape, 'int32');
  }

  /** The values of an operand that is a constant; undefined where it is computed. */
  valuesOf(operand: Operand): ElementArray | undefined {
    const { data } = this.program.tensorAt(operand.tensor);
    return data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array
      ? data
      : undefined;
  }

  /** A constant of the same type made of another one, in another order and shape. */
  derive(
    from: Operand,
    how: string,
    shape: number[],
    make: (values: Float32Array) => Float32Array,
  ): Operand | null {
    const values = this.valuesOf(from);
    if (!(values instanceof Float32Array)) return null;
    const tensor = this.program.derive(from.tensor, how, ({ name }) => ({
      name,
      type: 'float32',
      shape,
      data: make(values),
    }));
    return { tensor, type: 'float32', shape };
  }

  cast(x: Operand, type: ElementType): Operand {
    if (x.type === type) return x;
    const options = { from: tensorTypeCodes[x.type], to: tensorTypeCodes[type] };
    return this.emit('CAST', [x], x.shape, options, type);
  }

  /** An int32 list that holds the sizes. */
  sizes(shape: readonly Dimension[]): Operand {
    if (isFixed(shape)) return this.int32s(shape);
    const parts = shape.map((size) => {
      if (typeof size === 'number') return this.int32s([size]);
      return size.factor === 1
        ? this.rows()
        : this.emit('MUL', [this.rows(), this.int32s([size.factor])], [1]);
    });
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? only
      : this.emit('CONCATENATION', parts, [parts.length], { axis: 0 });
  }

  /** The value in another shape. At most one size is taken from the data, others are computed where needed. */
  reshape(x: Operand, shape: readonly Dimension[]): Operand {
    if (sameShape(x.shape, shape)) return x;
    const unknown = shape.filter((size) => size instanceof BatchMultiple).length;
    const target =
      unknown === 1 && !shape.some((size) => size === 0)
        ? this.int32s(shape.map((size) => (typeof size === 'number' ? size : -1)))
        : this.sizes(shape);
    return this.emit('RESHAPE', [x, target], shape);
  }

  /** The value repeated to a shape that it can be broadcast to. */
  broadcast(x: Operand, shape: readonly Dimension[]): Operand {
    if (sameShape(x.shape, shape)) return x;
    if (x.type !== 'bool') return this.emit('BROADCAST_TO', [x, this.sizes(shape)], shape);
    return this.cast(this.broadcast(this.cast(x, 'int32'), shape), 'bool');
  }

  transpose(x: Operand, order: readonly number[]): Operand {
    if (order.every((axis, index) => axis === index)) return x;
    const shape = order.map((axis) => x.shape[axis] ?? 1);
    return this.emit('TRANSPOSE', [x, this.int32s(order)], shape);
  }
}

export { sameDimension };

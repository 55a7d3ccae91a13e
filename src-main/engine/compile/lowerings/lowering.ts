import type { OnnxProgram } from '../onnx/program';
import { onnxTypeCodes } from '../onnx/types';
import type { OnnxAttribute, OnnxType } from '../onnx/types';
import { BatchMultiple, isFixed } from '../graph/shape';
import type { Dimension } from '../graph/shape';
import { NodeReader } from '../graph/node-reader';
import type { ElementType, GraphNode, Value } from '../graph/graph';

/** How one kernel of tfjs becomes operators of ONNX. */
export interface Lowering {
  /** The kernel's name in tfjs. */
  kernel: string;
  /** Adds operators through the context. Returns the name of the result, or of each result in order. */
  lower(context: LoweringContext): string | string[];
}

export interface Operand {
  /** Name of the value in ONNX. */
  name: string;
  type: ElementType;
  shape: Dimension[];
}

export const onnxTypes = { float32: 'float', int32: 'int32', bool: 'bool' } as const satisfies Record<
  ElementType,
  OnnxType
>;

export { operationName } from '../graph/node-reader';

/** What a lowering may ask of the node in front of it, and add to the program. */
export class LoweringContext extends NodeReader<Operand> {
  constructor(
    node: GraphNode,
    operands: Record<string, Operand>,
    outputs: Value[],
    private readonly program: OnnxProgram,
    /** Name of an int64 [1] that holds the number of rows. */
    private readonly rows: () => string,
  ) {
    super(node, operands, outputs);
  }

  input(name: string): string {
    return this.operand(name).name;
  }

  /** For an operator with several outputs. */
  emitAll(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute>,
    outputs: number,
  ): string[] {
    const hint = this.node.layer;
    return this.program.emitAll(operator, inputs, {
      attributes,
      outputs,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  emit(operator: string, inputs: readonly string[], attributes: Record<string, OnnxAttribute> = {}): string {
    const [output] = this.emitAll(operator, inputs, attributes, 1);
    return output ?? '';
  }

  /** A scalar constant of the type of a tfjs value. */
  scalar(value: number, type: ElementType = 'float32'): string {
    if (type === 'float32') return this.program.float(value);
    if (type === 'int32') return this.program.int32(value);
    return this.program.constant({ type: 'bool', shape: [], data: Uint8Array.of(value) });
  }

  double(value: number): string {
    return this.program.double(value);
  }

  int32s(values: readonly number[]): string {
    return this.program.constant({ type: 'int32', shape: [values.length], data: Int32Array.from(values) });
  }

  floats(values: ArrayLike<number>, shape: readonly number[] = [values.length]): string {
    return this.program.constant({ type: 'float', shape, data: Float32Array.from(values) });
  }

  int64s(values: readonly number[]): string {
    return this.program.int64s(values);
  }

  cast(value: string, to: OnnxType): string {
    return this.emit('Cast', [value], { to: { int: onnxTypeCodes[to] } });
  }

  /** An operand as another type of tfjs; unchanged when it is of that type already. */
  as(operand: Operand, type: ElementType): string {
    return operand.type === type ? operand.name : this.cast(operand.name, onnxTypes[type]);
  }

  /** An int64 list that holds the sizes, for Expand and the like. */
  shapeOf(shape: readonly Dimension[]): string {
    if (isFixed(shape)) return this.int64s(shape);
    const parts = shape.map((size) => {
      if (typeof size === 'number') return this.int64s([size]);
      return size.factor === 1 ? this.rows() : this.emit('Mul', [this.rows(), this.int64s([size.factor])]);
    });
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : this.emit('Concat', parts, { axis: { int: 0 } });
  }

  /** The value in another shape. At most one size is taken from the data, others are computed where needed. */
  reshape(value: string, shape: readonly Dimension[]): string {
    const unknown = shape.filter((size) => size instanceof BatchMultiple).length;
    const empty = shape.some((size) => size === 0);
    const target =
      unknown === 1 && !empty
        ? this.int64s(shape.map((size) => (typeof size === 'number' ? size : -1)))
        : this.shapeOf(shape);
    return this.emit('Reshape', [value, target]);
  }
}

import { StrongroomError } from '../../../contract/errors';
import type { OnnxProgram } from '../onnx/program';
import { onnxTypeCodes } from '../onnx/types';
import type { OnnxAttribute, OnnxType } from '../onnx/types';
import { BatchMultiple, isFixed } from '../graph/shape';
import type { Dimension } from '../graph/shape';
import type { Attribute, ElementType, GraphNode, Value } from '../graph/graph';

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

/** What messages call a kernel. */
export function operationName(kernel: string, layer: string | undefined): string {
  return layer === undefined ? `The operation ${kernel}` : `The operation ${kernel} of the layer ${layer}`;
}

/** What a lowering may ask of the node in front of it, and add to the program. */
export class LoweringContext {
  constructor(
    private readonly node: GraphNode,
    private readonly operands: Record<string, Operand>,
    readonly outputs: Value[],
    private readonly program: OnnxProgram,
    /** Name of an int64 [1] that holds the number of rows. */
    private readonly rows: () => string,
  ) {}

  get output(): Value {
    const [first] = this.outputs;
    if (first === undefined) throw new StrongroomError('INTERNAL', `${this.node.kernel} has no output.`);
    return first;
  }

  /** Throws KERNEL_NOT_SUPPORTED: the kernel is known, but not in this form. */
  refuse(why: string): never {
    const { kernel, layer } = this.node;
    throw new StrongroomError(
      'KERNEL_NOT_SUPPORTED',
      `${operationName(kernel, layer)} cannot be exported: ${why}.`,
      {
        received: kernel,
        next: 'Use another layer or setting for this model.',
      },
    );
  }

  optional(name: string): Operand | undefined {
    return Object.hasOwn(this.operands, name) ? this.operands[name] : undefined;
  }

  operand(name: string): Operand {
    return this.optional(name) ?? this.refuse(`its input ${name} is missing`);
  }

  input(name: string): string {
    return this.operand(name).name;
  }

  /** Every input in order, for kernels that take any number of them. */
  list(): Operand[] {
    return Object.values(this.operands);
  }

  attribute(name: string): Attribute {
    return this.node.attributes[name] ?? null;
  }

  number(name: string, otherwise?: number): number {
    const value = this.attribute(name) ?? otherwise;
    return typeof value === 'number' ? value : this.refuse(`its parameter ${name} is not a number`);
  }

  boolean(name: string): boolean {
    return this.attribute(name) === true;
  }

  /** A list of sizes; a single one counts as a list. */
  dimensions(name: string): Dimension[] {
    const value = this.attribute(name);
    const list = Array.isArray(value) ? value : [value];
    return list.map((item) =>
      typeof item === 'number' || item instanceof BatchMultiple
        ? item
        : this.refuse(`its parameter ${name} is not a list of numbers`),
    );
  }

  numbers(name: string): number[] {
    const list = this.dimensions(name);
    return isFixed(list) ? list : this.refuse(`its parameter ${name} depends on the number of rows`);
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

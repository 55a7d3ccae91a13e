import { StrongroomError } from '../../../contract/errors';
import { BatchMultiple, isFixed } from './shape';
import type { Dimension } from './shape';
import type { Attribute, GraphNode, Value } from './graph';

/** What messages call a kernel. */
export function operationName(kernel: string, layer: string | undefined): string {
  return layer === undefined ? `The operation ${kernel}` : `The operation ${kernel} of the layer ${layer}`;
}

/** What a lowering may ask of the node in front of it, whatever it is lowered to. */
export class NodeReader<Operand extends Value = Value> {
  constructor(
    protected readonly node: GraphNode,
    private readonly operands: Record<string, Operand>,
    readonly outputs: Value[],
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
}

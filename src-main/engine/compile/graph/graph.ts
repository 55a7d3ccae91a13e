import type { BatchMultiple, Dimension } from './shape';

/**
 * What a traced computation is made of: kernels of tfjs by name, between typed values. Plain data, so that
 * passes are functions from graph to graph, and lowerings read it without tfjs.
 */
export const elementTypes = ['float32', 'int32', 'bool'] as const;
export type ElementType = (typeof elementTypes)[number];
export type ElementArray = Float32Array | Int32Array | Uint8Array;

export type ValueId = number;

export interface Value {
  type: ElementType;
  shape: Dimension[];
}

export type Attribute =
  number | string | boolean | null | BatchMultiple | Attribute[] | { [name: string]: Attribute };
export type Attributes = Record<string, Attribute>;

/** Inputs by name, or in a row for kernels that take any number of them (Concat, AddN, Pack). */
export type NodeInputs = Record<string, ValueId> | ValueId[];

export interface GraphNode {
  /** The kernel's name in tfjs. */
  kernel: string;
  inputs: NodeInputs;
  attributes: Attributes;
  outputs: ValueId[];
  /** The layer of the network that asked for it, forward or backward; none for losses and optimizers. */
  layer?: string;
}

export interface Constant {
  values: ElementArray;
  /** The name of the weight, where it is one. */
  name?: string;
}

export interface Graph {
  values: Map<ValueId, Value>;
  inputs: Record<string, ValueId>;
  outputs: Record<string, ValueId>;
  constants: Map<ValueId, Constant>;
  /** In an order in which they can run. */
  nodes: GraphNode[];
}

/** Every value that a node reads, in order. */
export function inputIds(inputs: NodeInputs): ValueId[] {
  return Array.isArray(inputs) ? inputs : Object.values(inputs);
}

/** The same inputs with every id replaced. */
export function mapInputs(inputs: NodeInputs, replace: (id: ValueId) => ValueId): NodeInputs {
  if (Array.isArray(inputs)) return inputs.map(replace);
  return Object.fromEntries(Object.entries(inputs).map(([name, id]) => [name, replace(id)]));
}

export function isElementType(text: string): text is ElementType {
  return elementTypes.some((type) => type === text);
}

/** A fresh array of the kind that holds a type. */
export function elementArray(type: ElementType, values: ArrayLike<number>): ElementArray {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'bool':
      return Uint8Array.from(values);
  }
}

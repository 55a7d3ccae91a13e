import { StrongroomError } from '../../../../contract/errors';
import { operationName } from '../../../compile/graph/node-reader';
import { BatchMultiple, fixedShape } from '../../../compile/graph/shape';
import type { Graph, Value, ValueId } from '../../../compile/graph/graph';
import type { TfliteProgram } from '../program/program';
import { LoweringContext } from './lowering';
import type { Lowering, Operand } from './lowering';
import { lowerings } from './index';

/** The lowering of a kernel. Throws KERNEL_NOT_SUPPORTED, naming it and the layer that asked for it. */
export function loweringOf(kernel: string, layer?: string): Lowering {
  const lowering = lowerings.get(kernel);
  if (lowering !== undefined) return lowering;
  throw new StrongroomError(
    'KERNEL_NOT_SUPPORTED',
    `${operationName(kernel, layer)} has no counterpart in TensorFlow Lite here.`,
    {
      expected: `one of ${[...lowerings.keys()].join(', ')}`,
      received: kernel,
      next: 'Export as ONNX, or use a model without this operation.',
    },
  );
}

export interface Lowered {
  /** For each output of the graph, its tensor. */
  outputs: Record<string, Operand>;
  /** For each value of the graph that is computed, its tensor. */
  tensors: Map<ValueId, number>;
}

/**
 * Adds a whole graph to a program.
 * @param bindings for each input of the graph, the tensor that stands for it.
 */
export function lowerGraph(graph: Graph, program: TfliteProgram, bindings: Record<string, Operand>): Lowered {
  const operands = new Map<ValueId, Operand>();
  const valueOf = (id: ValueId): Value => {
    const value = graph.values.get(id);
    if (value === undefined) throw new StrongroomError('INTERNAL', `The graph has no value ${id}.`);
    return value;
  };
  for (const [name, id] of Object.entries(graph.inputs)) {
    const bound = bindings[name];
    if (bound === undefined) throw new StrongroomError('INTERNAL', `The input ${name} is not bound.`);
    operands.set(id, bound);
  }

  let rowCount: Operand | undefined;
  const rows = (): Operand => {
    if (rowCount !== undefined) return rowCount;
    const source = Object.values(bindings).find(({ shape: [first] }) => first instanceof BatchMultiple);
    if (source === undefined) {
      throw new StrongroomError('KERNEL_NOT_SUPPORTED', 'No input tells how many rows there are.');
    }
    const add = (operator: 'SHAPE' | 'SLICE', inputs: number[], size: number): Operand => {
      const [tensor = -1] = program.emit(
        operator,
        inputs,
        [{ type: 'int32', shape: [size] }],
        operator === 'SHAPE' ? { outputType: 2 } : {},
        'rows',
      );
      return { tensor, type: 'int32', shape: [size] };
    };
    const one = (value: number): number => program.constant('int32', [1], Int32Array.of(value));
    const shape = add('SHAPE', [source.tensor], source.shape.length);
    rowCount = add('SLICE', [shape.tensor, one(0), one(1)], 1);
    return rowCount;
  };

  const operand = (id: ValueId): Operand => {
    const known = operands.get(id);
    if (known !== undefined) return known;
    const constant = graph.constants.get(id);
    if (constant === undefined)
      throw new StrongroomError('INTERNAL', `The value ${id} is read before it exists.`);
    const value = valueOf(id);
    const shape = fixedShape(value.shape, 'A constant');
    const made = {
      tensor: program.constant(value.type, shape, constant.values, constant.name),
      type: value.type,
      shape,
    };
    operands.set(id, made);
    return made;
  };

  for (const node of graph.nodes) {
    const read = Object.fromEntries(Object.entries(node.inputs).map(([name, id]) => [name, operand(id)]));
    const values = node.outputs.map(valueOf);
    const context = new LoweringContext(node, read, values, program, rows);
    const results = [loweringOf(node.kernel, node.layer).lower(context)].flat();
    if (results.length !== node.outputs.length) {
      throw new StrongroomError(
        'INTERNAL',
        `The lowering of ${node.kernel} gave ${results.length} results.`,
        { expected: String(node.outputs.length) },
      );
    }
    node.outputs.forEach((id, index) => {
      const [result, value] = [results[index], values[index]];
      if (result !== undefined && value !== undefined) operands.set(id, { ...result, ...value });
    });
  }
  return {
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, operand(id)])),
    tensors: new Map([...operands].map(([id, { tensor }]) => [id, tensor])),
  };
}

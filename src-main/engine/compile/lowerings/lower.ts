import { StrongroomError } from '../../../contract/errors';
import { BatchMultiple, fixedShape } from '../graph/shape';
import type { Constant, Graph, GraphNode, Value, ValueId } from '../graph/graph';
import type { OnnxProgram } from '../onnx/program';
import { mergeTransposes } from '../onnx/transposes';
import type { OnnxTensor } from '../onnx/types';
import { LoweringContext, operationName } from './lowering';
import type { Lowering, Operand } from './lowering';
import { lowerings } from './index';

function tensorOf(constant: Constant, value: Value): OnnxTensor {
  const shape = fixedShape(value.shape, 'A constant');
  const { values } = constant;
  if (values instanceof Float32Array) return { type: 'float', shape, data: values };
  if (values instanceof Int32Array) return { type: 'int32', shape, data: values };
  return { type: 'bool', shape, data: values };
}

/**
 * The lowering of a kernel. Throws KERNEL_NOT_SUPPORTED, naming it and the layer.
 * @param layer that asked for the kernel.
 */
export function loweringOf(kernel: string, layer?: string): Lowering {
  const lowering = lowerings.get(kernel);
  if (lowering !== undefined) return lowering;
  throw new StrongroomError(
    'KERNEL_NOT_SUPPORTED',
    `${operationName(kernel, layer)} has no counterpart in ONNX here.`,
    {
      expected: `one of ${[...lowerings.keys()].join(', ')}`,
      received: kernel,
      next:
        layer === undefined
          ? 'Use a model without this operation.'
          : `Use a model without the layer ${layer}, or train on the device reference: --device reference.`,
    },
  );
}

function operandsOf(node: GraphNode, operand: (id: ValueId) => Operand): Record<string, Operand> {
  return Object.fromEntries(Object.entries(node.inputs).map(([name, id]) => [name, operand(id)]));
}

/**
 * Adds a whole graph to an ONNX program.
 * @param bindings for each input of the graph, the ONNX value that stands for it.
 * @returns for each output of the graph, the ONNX value.
 */
export function lowerGraph(
  graph: Graph,
  program: OnnxProgram,
  bindings: Record<string, string>,
): Record<string, string> {
  const names = new Map<ValueId, string>();
  const firstNode = program.nodes.length;
  const valueOf = (id: ValueId): Value => {
    const value = graph.values.get(id);
    if (value === undefined) throw new StrongroomError('INTERNAL', `The graph has no value ${id}.`);
    return value;
  };

  for (const [name, id] of Object.entries(graph.inputs)) {
    const bound = bindings[name];
    if (bound === undefined) throw new StrongroomError('INTERNAL', `The input ${name} is not bound.`);
    names.set(id, bound);
  }

  let rowCount: string | undefined;
  const rows = (): string => {
    if (rowCount !== undefined) return rowCount;
    const batched = Object.values(graph.inputs).find((id) => {
      const first = valueOf(id).shape[0];
      return first instanceof BatchMultiple && first.factor === 1;
    });
    const source = batched === undefined ? undefined : names.get(batched);
    if (source === undefined) {
      throw new StrongroomError('KERNEL_NOT_SUPPORTED', 'No input tells how many rows there are.');
    }
    rowCount = program.emit('Shape', [source], {
      attributes: { start: { int: 0 }, end: { int: 1 } },
      hint: 'rows',
    });
    return rowCount;
  };

  const operand = (id: ValueId): Operand => {
    const value = valueOf(id);
    const known = names.get(id);
    if (known !== undefined) return { name: known, ...value };
    const constant = graph.constants.get(id);
    if (constant === undefined)
      throw new StrongroomError('INTERNAL', `The value ${id} is read before it exists.`);
    const name = program.constant(tensorOf(constant, value), constant.name);
    names.set(id, name);
    return { name, ...value };
  };

  for (const node of graph.nodes) {
    const context = new LoweringContext(
      node,
      operandsOf(node, operand),
      node.outputs.map(valueOf),
      program,
      rows,
    );
    const results = [loweringOf(node.kernel, node.layer).lower(context)].flat();
    if (results.length !== node.outputs.length) {
      throw new StrongroomError(
        'INTERNAL',
        `The lowering of ${node.kernel} gave ${results.length} results.`,
        {
          expected: String(node.outputs.length),
        },
      );
    }
    node.outputs.forEach((id, index) => {
      const result = results[index];
      if (result !== undefined) names.set(id, result);
    });
  }
  const results = Object.entries(graph.outputs).map(([name, id]): [string, string] => [
    name,
    operand(id).name,
  ]);
  // Images are turned around each operator on them, so that many turns undo the one before.
  const { nodes, final } = mergeTransposes(
    program.nodes.slice(firstNode),
    results.map(([, value]) => value),
  );
  program.nodes.splice(firstNode, Number.POSITIVE_INFINITY, ...nodes);
  return Object.fromEntries(results.map(([name, value]) => [name, final(value)]));
}

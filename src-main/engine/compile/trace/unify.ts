import { StrongroomError } from '../../../contract/errors';
import { BatchMultiple } from '../graph/shape';
import type { Dimension } from '../graph/shape';
import { inputIds } from '../graph/graph';
import type { Attribute, Constant, Graph, GraphNode, Value, ValueId } from '../graph/graph';

/** A graph recorded with so many rows. */
export interface Recording {
  rows: number;
  graph: Graph;
}

function refuse(what: string, details: { expected?: string; received?: string } = {}): never {
  throw new StrongroomError(
    'KERNEL_NOT_SUPPORTED',
    `${what} depends on the number of rows in a way that cannot be exported.`,
    {
      ...details,
      next: 'Use a model whose operations treat each row alone.',
    },
  );
}

/**
 * One graph for any number of rows, out of two recordings with different numbers of rows: a size that differs
 * between them, in shapes and in attributes alike, must be a multiple of the rows.
 * Throws KERNEL_NOT_SUPPORTED when the recordings differ in any other way.
 */
export function unify(a: Recording, b: Recording): Graph {
  const dimension = (x: number, y: number, what: string): Dimension => {
    if (Object.is(x, y)) return x;
    const factor = (y - x) / (b.rows - a.rows);
    if (!Number.isInteger(factor) || factor < 1 || factor * a.rows !== x) {
      return refuse(what, {
        expected: 'a multiple of the rows',
        received: `${x} for ${a.rows}, ${y} for ${b.rows}`,
      });
    }
    return new BatchMultiple(factor);
  };

  const attribute = (x: Attribute | undefined, y: Attribute | undefined, what: string): Attribute => {
    if (typeof x === 'number' && typeof y === 'number') return dimension(x, y, what);
    if (Array.isArray(x) && Array.isArray(y) && x.length === y.length) {
      return x.map((item, index) => attribute(item, y[index], what));
    }
    if (x !== null && y !== null && typeof x === 'object' && typeof y === 'object') {
      if (Array.isArray(x) || Array.isArray(y) || x instanceof BatchMultiple || y instanceof BatchMultiple) {
        return refuse(what);
      }
      return Object.fromEntries(
        Object.entries(x).map(([name, value]) => [name, attribute(value, y[name], `${what}.${name}`)]),
      );
    }
    if (x === undefined || x !== y) return refuse(what);
    return x;
  };

  if (a.graph.nodes.length !== b.graph.nodes.length || a.graph.values.size !== b.graph.values.size) {
    refuse('The model', { received: `${a.graph.nodes.length} and ${b.graph.nodes.length} operations` });
  }

  const values = new Map<ValueId, Value>();
  for (const [id, value] of a.graph.values) {
    const other = b.graph.values.get(id);
    if (other === undefined || other.type !== value.type || other.shape.length !== value.shape.length) {
      return refuse(`The value ${id}`);
    }
    const shape = value.shape.map((size, axis) =>
      dimension(Number(size), Number(other.shape[axis]), `The value ${id}`),
    );
    values.set(id, { type: value.type, shape });
  }

  const nodes = a.graph.nodes.map((node, index): GraphNode => {
    const other = b.graph.nodes[index];
    const same =
      other?.kernel === node.kernel &&
      inputIds(other.inputs).join() === inputIds(node.inputs).join() &&
      other.outputs.join() === node.outputs.join();
    const where = node.layer === undefined ? '' : ` of the layer ${node.layer}`;
    if (!same) return refuse(`The operation ${node.kernel}${where}`);
    const attributes = Object.fromEntries(
      Object.entries(node.attributes).map(([name, x]) => [
        name,
        attribute(x, other.attributes[name], `The parameter ${name} of ${node.kernel}${where}`),
      ]),
    );
    return { ...node, attributes };
  });

  const { constants, fills } = unifyConstants(a.graph, b.graph, values);
  return { values, inputs: a.graph.inputs, outputs: a.graph.outputs, constants, nodes: [...fills, ...nodes] };
}

/** Constants that are the same in both, and Fill nodes for those that hold one number a row. */
function unifyConstants(
  a: Graph,
  b: Graph,
  values: Map<ValueId, Value>,
): { constants: Map<ValueId, Constant>; fills: GraphNode[] } {
  const constants = new Map<ValueId, Constant>();
  const fills: GraphNode[] = [];
  for (const [id, constant] of a.constants) {
    const other = b.constants.get(id);
    const value = values.get(id);
    if (other === undefined || value === undefined) return refuse(`The constant ${id}`);
    const first = constant.values[0] ?? 0;
    if (value.shape.some((size) => size instanceof BatchMultiple)) {
      const uniform = [constant, other].every(({ values: all }) =>
        all.every((x: number) => Object.is(x, first)),
      );
      if (!uniform) refuse(`The constant ${constant.name ?? id}`);
      fills.push({
        kernel: 'Fill',
        inputs: {},
        attributes: { shape: value.shape, value: first, dtype: value.type },
        outputs: [id],
      });
    } else if (constant.values.every((x: number, index: number) => Object.is(x, other.values[index]))) {
      constants.set(id, constant);
    } else {
      throw new StrongroomError(
        'KERNEL_NOT_SUPPORTED',
        `The constant ${constant.name ?? id} changes with the data.`,
        {
          expected: 'a computation made of tensor operations only',
          next: 'Compute it by tensor operations, so that it becomes part of the exported model.',
        },
      );
    }
  }
  return { constants, fills };
}

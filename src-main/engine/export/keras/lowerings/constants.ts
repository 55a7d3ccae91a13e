import type { GraphBuilder, GraphNode, Weight } from '../graph';
import { sizeOf } from '../graph';

/** What is added to a variance before its root is taken. */
const epsilon = 1e-3;

/** A batch normalization that is not trained, over a row laid flat, whose mean is 0 and whose variance is 1 with epsilon. */
function overFlatRow(
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  constant: Float32Array,
  kind: 'center' | 'scale',
): GraphNode {
  const [rows = null, ...rest] = x.shape;
  const size = sizeOf(rest);
  const isFlat = rest.length === 1;
  const flat = isFlat
    ? x
    : builder.add(`${name}_flat`, 'Reshape', { target_shape: [size] }, [x], [rows, size]);
  const weights = [constant, new Float32Array(size), new Float32Array(size).fill(1 - epsilon)].map(
    (values): Weight => ({ shape: [size], values }),
  );
  const settings = {
    axis: -1,
    momentum: 0.99,
    epsilon,
    center: kind === 'center',
    scale: kind === 'scale',
    trainable: false,
  };
  const own = isFlat ? name : `${name}_constant`;
  const made = builder.add(own, 'BatchNormalization', settings, [flat], [rows, size], weights);
  return isFlat ? made : builder.add(name, 'Reshape', { target_shape: [...rest] }, [made], x.shape);
}

/** x + c for a constant c of the shape of one row, in layers that every library has. */
export const addConstant = (
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  constant: Float32Array,
): GraphNode => overFlatRow(builder, name, x, constant, 'center');

/** x c for a constant c of the shape of one row, likewise. */
export const timesConstant = (
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  constant: Float32Array,
): GraphNode => overFlatRow(builder, name, x, constant, 'scale');

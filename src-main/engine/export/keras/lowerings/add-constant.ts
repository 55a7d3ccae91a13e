import type { GraphBuilder, GraphNode } from '../graph';
import { sizeOf } from '../graph';

/** What is added to a variance before its root is taken. */
const epsilon = 1e-3;

/**
 * x + c for a constant c of the shape of one row, in layers that every library has: a batch normalization that is not
 * trained, over a row laid flat, whose mean is 0, whose variance is 1 with epsilon, and whose offset is c.
 */
export function addConstant(
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  constant: Float32Array,
): GraphNode {
  const [rows = null, ...rest] = x.shape;
  const size = sizeOf(rest);
  const flat = builder.add(`${name}_flat`, 'Reshape', { target_shape: [size] }, [x], [rows, size]);
  const weights = [constant, new Float32Array(size), new Float32Array(size).fill(1 - epsilon)].map(
    (values) => ({
      shape: [size],
      values,
    }),
  );
  const settings = { axis: -1, momentum: 0.99, epsilon, center: true, scale: false, trainable: false };
  const added = builder.add(
    `${name}_constant`,
    'BatchNormalization',
    settings,
    [flat],
    [rows, size],
    weights,
  );
  return builder.add(name, 'Reshape', { target_shape: [...rest] }, [added], x.shape);
}

/** Values in another order of their axes. */
export function permuted(values: Float32Array, shape: number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 1);
  const result = new Float32Array(values.length);
  const place = sizes.map(() => 0);
  let source = 0;
  for (let index = 0; index < result.length; index++) {
    result[index] = values[source] ?? 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const step = steps[axis] ?? 0;
      source += step;
      place[axis] = (place[axis] ?? 0) + 1;
      if ((place[axis] ?? 0) < (sizes[axis] ?? 1)) break;
      source -= step * (sizes[axis] ?? 1);
      place[axis] = 0;
    }
  }
  return result;
}

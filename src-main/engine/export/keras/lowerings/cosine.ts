import type { GraphBuilder, GraphNode } from '../graph';
import { reshaped } from './depthwise';

/** Half turns that are taken off at first, so that two short tables reach far. */
const stride = 512;
/** Strides at most: an angle beyond has no digits left that tell where on the wave it is. */
const mostStrides = 2 ** 16;
/** Of the series of the cosine up to a quarter turn: what is left out is below 1e-8. */
const terms = 8;

/** n pi as the nearest number of 32 bits, and what that leaves, both negative. */
function turnsOff(count: number, step: number): [first: Float32Array, rest: Float32Array] {
  const exact = Array.from({ length: count }, (_, index) => -index * step * Math.PI);
  const first = Float32Array.from(exact);
  return [first, Float32Array.from(exact, (value, index) => value - (first[index] ?? 0))];
}

/** The entry of a table at the whole part of each number, in layers: [rows, numbers] to the same. */
function lookUp(builder: GraphBuilder, name: string, places: GraphNode, table: Float32Array): GraphNode {
  const [rows = null, count = null] = places.shape;
  const settings = { input_dim: table.length, output_dim: 1, mask_zero: false, trainable: false };
  const weights = [{ shape: [table.length, 1], values: table }];
  const found = builder.add(name, 'Embedding', settings, [places], [rows, count, 1], weights);
  return reshaped(builder, `${name}_flat`, found, [count ?? 1]);
}

/**
 * The cosine, of layers that every library has: whole half turns are looked up in tables and taken off, which is exact in 32
 * bits for they are kept as two numbers each; what is left lies between -pi / 2 and pi / 2, where the series is short.
 * @param x [rows, numbers]. @param most of the numbers, so that the tables reach as far.
 */
export function cosine(builder: GraphBuilder, name: string, x: GraphNode, most: number): GraphNode {
  const { shape } = x;
  const strides = Math.min(mostStrides, Math.max(2, Math.ceil(most / (stride * Math.PI)) + 1));
  const add = (part: string, className: string, settings: object, ...inputs: GraphNode[]): GraphNode =>
    builder.add(`${name}_${part}`, className, { ...settings }, inputs, shape);
  const rescaled = (part: string, scale: number, offset: number, from: GraphNode): GraphNode =>
    add(part, 'Rescaling', { scale, offset }, from);
  const placed = (part: string, most: number, from: GraphNode): GraphNode =>
    add(part, 'ReLU', { max_value: most }, from);
  const size = add('size', 'Maximum', {}, x, rescaled('turned', -1, 0, x));
  const far = placed('far', strides - 1, rescaled('strides', 1 / (stride * Math.PI), 0, size));
  const [farFirst, farRest] = turnsOff(strides, stride);
  const near = add('near', 'Add', {}, size, lookUp(builder, `${name}_far_turns`, far, farFirst));
  const half = placed('half', stride + 1, rescaled('halves', 1 / Math.PI, 0.5, near));
  const [nearFirst, nearRest] = turnsOff(stride + 2, 1);
  const taken = add('taken', 'Add', {}, near, lookUp(builder, `${name}_turns`, half, nearFirst));
  const exact = add('exact', 'Add', {}, taken, lookUp(builder, `${name}_far_rests`, far, farRest));
  const angle = add('angle', 'Add', {}, exact, lookUp(builder, `${name}_rests`, half, nearRest));
  const square = add('square', 'Multiply', {}, angle, rescaled('angle_again', 1, 0, angle));
  const coefficients: number[] = [1];
  for (let term = 1; term < terms; term++)
    coefficients.push(-(coefficients[term - 1] ?? 0) / ((2 * term - 1) * 2 * term));
  let series = rescaled(
    `series_${String(terms - 2)}`,
    coefficients.at(-1) ?? 0,
    coefficients.at(-2) ?? 0,
    square,
  );
  for (let term = terms - 3; term >= 0; term--) {
    const product = add(`product_${String(term)}`, 'Multiply', {}, series, square);
    series = rescaled(`series_${String(term)}`, 1, coefficients[term] ?? 0, product);
  }
  const signs = Float32Array.from({ length: stride + 2 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  return builder.add(name, 'Multiply', {}, [series, lookUp(builder, `${name}_signs`, half, signs)], shape);
}

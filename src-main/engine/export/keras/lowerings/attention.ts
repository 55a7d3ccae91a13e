import { unsupportedLayer } from '../errors';
import type { GraphNode, Weight } from '../graph';
import { flagOf, numberOf } from '../settings';
import { addConstant } from './add-constant';
import type { Lowering, LoweringStep } from './lowering';

/** The weights of one head: for query, key and value the middle axis of [features, heads, length], else the first. */
function ofHead({ shape, values }: Weight, head: number, axis: 0 | 1, factor = 1): Weight {
  const heads = shape[axis] ?? 1;
  const outer = axis === 1 ? (shape[0] ?? 1) : 1;
  const inner = values.length / (outer * heads);
  const own = Float32Array.from(
    { length: outer * inner },
    (_, index) =>
      (values[(Math.floor(index / inner) * heads + head) * inner + (index % inner)] ?? 0) * factor,
  );
  return { shape: shape.filter((__, place) => place !== axis), values: own };
}

/** Lowers what may not be looked at, as the layer itself does. */
const hiddenScore = -1e9;

/** One head: softmax(Q K') V made linear, [rows, queries, features]. */
function head(step: LoweringStep, number: number): GraphNode {
  const { builder, inputs, layer } = step;
  const { settings, weights, name } = layer;
  const [query, value = query, key = value] = inputs;
  if (query === undefined || value === undefined || key === undefined) {
    throw unsupportedLayer(name, layer.className, 'has no input');
  }
  const bias = flagOf(settings, 'use_bias', true);
  const each = bias ? 2 : 1;
  const own = `${name}_head${String(number)}`;
  const [rows = null, queries = null] = query.shape;
  const keys = key.shape[1] ?? null;
  const length = numberOf(settings, 'key_dim', 1);
  const project = (part: 'query' | 'key' | 'value', x: GraphNode, width: number): GraphNode => {
    const at = ['query', 'key', 'value'].indexOf(part) * each;
    // The query is scaled, so that the scores are.
    const factor = part === 'query' ? 1 / Math.sqrt(length) : 1;
    const [kernel, offset] = weights.slice(at, at + each);
    const taken = [
      ...(kernel === undefined ? [] : [ofHead(kernel, number, 1, factor)]),
      ...(offset === undefined ? [] : [ofHead(offset, number, 0, factor)]),
    ];
    const shape = [rows, x.shape[1] ?? null, width];
    return builder.add(
      `${own}_${part}`,
      'Dense',
      { units: width, activation: 'linear', use_bias: bias },
      [x],
      shape,
      taken,
    );
  };
  const width = numberOf(settings, 'value_dim', length);
  const products = [project('query', query, length), project('key', key, length)];
  let scores = builder.add(`${own}_scores`, 'Dot', { axes: [2, 2], normalize: false }, products, [
    rows,
    queries,
    keys,
  ]);
  if (flagOf(settings, 'use_causal_mask', false)) {
    const [steps, seen] = [queries ?? 0, keys ?? 0];
    const hidden = Float32Array.from({ length: steps * seen }, (_, at) =>
      at % seen <= Math.floor(at / seen) ? 0 : hiddenScore,
    );
    scores = addConstant(builder, `${own}_causal`, scores, hidden);
  }
  const shares = builder.add(`${own}_shares`, 'Softmax', { axis: -1 }, [scores], scores.shape);
  const seen = builder.add(
    `${own}_seen`,
    'Dot',
    { axes: [2, 1], normalize: false },
    [shares, project('value', value, width)],
    [rows, queries, width],
  );
  const [kernel, offset] = weights.slice(3 * each);
  const units = query.shape[2] ?? 1;
  const isFirst = number === 0 && offset !== undefined;
  const made = kernel === undefined ? [] : [ofHead(kernel, number, 0), ...(isFirst ? [offset] : [])];
  return builder.add(
    `${own}_output`,
    'Dense',
    { units, activation: 'linear', use_bias: isFirst },
    [seen],
    [rows, queries, units],
    made,
  );
}

/** Attention head by head, in dense layers, dot products and softmax: TensorFlow.js has no layer for it. */
export const attention: Lowering = {
  className: 'MultiHeadAttention',
  targets: ['tfjs'],
  lower(step) {
    const { builder, layer, shape } = step;
    if (step.isMasked) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'looks at steps that may be padding, for which TensorFlow.js has no layer',
      );
    }
    const heads = Array.from({ length: numberOf(layer.settings, 'num_heads', 1) }, (_, number) =>
      head(step, number),
    );
    const [only] = heads;
    return only !== undefined && heads.length === 1 ? only : builder.add(layer.name, 'Add', {}, heads, shape);
  },
};

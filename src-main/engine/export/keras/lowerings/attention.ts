import { unsupportedLayer } from '../errors';
import type { GraphNode, Weight } from '../graph';
import { flagOf, numberOf } from '../settings';
import { addConstant, timesConstant } from './constants';
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

/** 1 where a query may look at a key, else 0; 1 for those of its own step and before. */
const causalMask = (queries: number, keys: number): Float32Array =>
  Float32Array.from({ length: queries * keys }, (_, at) => (at % keys <= Math.floor(at / keys) ? 1 : 0));

/**
 * What is added to the scores: 0 where a query may look at a key, else so little that it does not. What is hidden twice is not
 * lowered twice, so that a query that may look at nothing looks at all alike, as in the layer itself.
 * @returns [rows, queries, keys]; null where nothing is hidden.
 */
function hiddenScores(step: LoweringStep, queries: number, keys: number): GraphNode | null {
  const { builder, inputs, layer } = step;
  const own = `${layer.name}_hidden`;
  const given = step.masks();
  // What a masked query finds does not matter, for whatever comes after leaves it out.
  const masks = (inputs.length === 1 ? given : given.slice(1)).filter((mask) => mask !== null);
  const [first] = [...new Set(masks)];
  if (first === undefined) return null;
  const seen =
    new Set(masks).size === 1
      ? first
      : builder.add(`${own}_both`, 'Multiply', {}, [...new Set(masks)], first.shape);
  const shape = [first.shape[0] ?? null, queries, keys];
  let allowed = builder.add(`${own}_keys`, 'RepeatVector', { n: queries }, [seen], shape);
  if (flagOf(layer.settings, 'use_causal_mask', false)) {
    allowed = timesConstant(builder, `${own}_causal`, allowed, causalMask(queries, keys));
  }
  return builder.add(own, 'Rescaling', { scale: -hiddenScore, offset: hiddenScore }, [allowed], shape);
}

/** One head: softmax(Q K') V made linear, [rows, queries, features]. */
function head(step: LoweringStep, number: number, hidden: GraphNode | null): GraphNode {
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
  if (hidden !== null) {
    scores = builder.add(`${own}_allowed`, 'Add', {}, [scores, hidden], scores.shape);
  } else if (flagOf(settings, 'use_causal_mask', false)) {
    const lowered = causalMask(queries ?? 0, keys ?? 0).map((seen) => (1 - seen) * hiddenScore);
    scores = addConstant(builder, `${own}_causal`, scores, lowered);
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
    if (step.isMasked && step.tellsPadding()) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'looks at steps that may be padding before a recurrent layer, which TensorFlow.js can not be told',
        'Export to Keras instead.',
      );
    }
    const [query, value = query, key = value] = step.inputs;
    const hidden = hiddenScores(step, query?.shape[1] ?? 0, key?.shape[1] ?? 0);
    const heads = Array.from({ length: numberOf(layer.settings, 'num_heads', 1) }, (_, number) =>
      head(step, number, hidden),
    );
    const [only] = heads;
    return only !== undefined && heads.length === 1 ? only : builder.add(layer.name, 'Add', {}, heads, shape);
  },
};

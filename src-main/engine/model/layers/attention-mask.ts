import * as tf from '@tensorflow/tfjs-core';

/** What is added to scores that must not count, as Keras has it. */
const maskedScore = -1e9;

/** 1 where the key is of the query's own step or of one before it: [queries, keys]. */
function causalMask(queries: number, keys: number): tf.Tensor2D {
  const values = Float32Array.from({ length: queries * keys }, (_, place) =>
    place % keys <= Math.floor(place / keys) ? 1 : 0,
  );
  return tf.tensor2d(values, [queries, keys]);
}

/**
 * Lowers scores that must not count: of steps that are padding, and with `causal` of those that come later. Where no
 * step counts, all count alike.
 * @param scores [rows, heads, queries, keys].
 * @param masks one of a tensor that attends to itself, else those of query, value and key: each [rows, steps],
 * 1 or true for steps that count, or nothing where every step does.
 */
export function maskScores(scores: tf.Tensor, masks: readonly unknown[], causal: boolean): tf.Tensor {
  const [, , queries = 0, keys = 0] = scores.shape;
  const [query, value, key] = masks.map((mask) => (mask instanceof tf.Tensor ? mask : undefined));
  // What a masked query finds does not matter, for whatever comes after leaves it out.
  const ofKeys = masks.length === 1 ? [query] : [value, key];
  const allowed = [
    ...ofKeys.map((mask) => (mask === undefined ? undefined : tf.reshape(mask, [-1, 1, 1, keys]))),
    causal ? causalMask(queries, keys) : undefined,
  ].filter((mask) => mask !== undefined);
  if (allowed.length === 0) return scores;
  // One product of all masks first: what is masked twice is not lowered twice.
  const all = allowed.map((mask) => tf.cast(mask, 'float32')).reduce((a, b) => tf.mul(a, b));
  return tf.add(scores, tf.mul(tf.sub(1, all), maskedScore));
}

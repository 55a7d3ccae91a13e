import * as tf from '@tensorflow/tfjs-core';
import type { FittedPiecewise } from '../fitted';
import { squash } from './squash';

const beyond = 1e30;
/** Narrower bins are taken as this wide, for float32. */
const leastWidth = 1e-30;

/** Bins of a piecewise-linear encoding. */
export const piecewiseBins = ({ edges }: FittedPiecewise): number => edges.length - 1;

/**
 * Piecewise-linear encoding (Gorishniy and others, "On Embeddings for Numerical Features", 2022): bin t from a to b
 * gives (x - a) / (b - a), not below 0 unless it is the first and not above 1 unless it is the last; there extremes are
 * squashed. @param filled [n, 1], no NaN. @returns [n, bins].
 */
export function applyPiecewise(feature: FittedPiecewise, filled: tf.Tensor2D): tf.Tensor2D {
  const edges = feature.edges.map(Math.fround);
  const bins = edges.length - 1;
  const starts = edges.slice(0, -1);
  const widths = starts.map((start, bin) => Math.max(leastWidth, (edges[bin + 1] ?? 0) - start));
  const share = tf.div(tf.sub(filled, tf.tensor1d(starts)), tf.tensor1d(widths));
  const least = starts.map((_, bin) => (bin === 0 ? -beyond : 0));
  const most = starts.map((_, bin) => (bin === bins - 1 ? beyond : 1));
  return squash(tf.minimum<tf.Tensor2D>(tf.maximum(share, tf.tensor1d(least)), tf.tensor1d(most)));
}

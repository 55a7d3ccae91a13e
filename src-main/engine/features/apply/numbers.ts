import * as tf from '@tensorflow/tfjs-core';
import type { FittedFeature, FittedNumber, NumberFeature } from '../fitted';
import { applyClip } from './clip';
import { applyLinear, isUnscaled } from './number';
import { applyPeriodic, periodicWidth } from './periodic';
import { applyPiecewise, piecewiseBins } from './piecewise';
import { applyPower } from './power';
import { applyQuantile } from './quantile';

/** How the transforms of one kind are computed, all columns at once. */
interface NumberTransform {
  takes(feature: FittedFeature): feature is NumberFeature;
  /** Columns without the one that marks missing values. */
  width(feature: NumberFeature): number;
  /** @param filled [n, features], no NaN. @returns [n, sum of widths], the columns of each feature side by side. */
  apply(features: readonly NumberFeature[], filled: tf.Tensor2D): tf.Tensor2D;
}

/** A transform that makes one column of each, by the same operations on all. */
function together<Feature extends NumberFeature>(
  takes: (feature: FittedFeature) => feature is Feature,
  apply: (features: readonly Feature[], filled: tf.Tensor2D) => tf.Tensor2D,
): NumberTransform {
  return { takes, width: () => 1, apply: (features, filled) => apply(features.filter(takes), filled) };
}

/** A transform that goes through the columns one by one. */
function oneByOne<Feature extends NumberFeature>(
  takes: (feature: FittedFeature) => feature is Feature,
  width: (feature: Feature) => number,
  apply: (feature: Feature, filled: tf.Tensor2D) => tf.Tensor2D,
): NumberTransform {
  return {
    takes,
    width: (feature) => (takes(feature) ? width(feature) : 0),
    apply: (features, filled) => {
      const columns = tf.unstack(filled, 1);
      const made = features.filter(takes).flatMap((feature, index) => {
        const column = columns[index];
        return column === undefined ? [] : [apply(feature, tf.expandDims<tf.Tensor2D>(column, 1))];
      });
      return tf.concat2d(made, 1);
    },
  };
}

const isKind =
  <Kind extends NumberFeature['kind']>(kind: Kind) =>
  (feature: FittedFeature): feature is Extract<NumberFeature, { kind: Kind }> =>
    feature.kind === kind;

const isScaled = (feature: FittedFeature): feature is FittedNumber =>
  feature.kind === 'number' && !isUnscaled(feature);
const isLeft = (feature: FittedFeature): feature is FittedNumber =>
  feature.kind === 'number' && isUnscaled(feature);

/** Every transform of numbers, in the order in which they are computed. */
export const numberTransforms: readonly NumberTransform[] = [
  together(isScaled, applyLinear),
  together(isLeft, applyLinear),
  together(isKind('power'), applyPower),
  together(isKind('clip'), applyClip),
  oneByOne(isKind('quantile'), () => 1, applyQuantile),
  oneByOne(isKind('piecewise'), piecewiseBins, applyPiecewise),
  oneByOne(isKind('periodic'), periodicWidth, applyPeriodic),
];

/** Columns that a number becomes: those of its transform, and 1 where missing if training had missing ones. */
export function numberWidth(feature: NumberFeature): number {
  const transform = numberTransforms.find(({ takes }) => takes(feature));
  return (transform?.width(feature) ?? 0) + (feature.indicator ? 1 : 0);
}

import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import type { Fitted, FittedFeature } from '../fitted';
import { featureInputs } from '../host';
import { applyCategory, categoryWidth } from './category';
import { applyMoment, momentWidth } from './moment';
import { applyNumber, numberWidth } from './number';

/** How many columns of the network's input a feature becomes. */
export function featureWidth(feature: FittedFeature): number {
  switch (feature.kind) {
    case 'number':
      return numberWidth(feature);
    case 'category':
      return categoryWidth(feature);
    case 'moment':
      return momentWidth(feature);
  }
}

/** Columns of the network's input in all. */
export function featuresWidth(fitted: Fitted): number {
  return fitted.features.reduce((sum, feature) => sum + featureWidth(feature), 0);
}

function applyFeature(feature: FittedFeature, inputs: tf.Tensor1D[]): tf.Tensor2D[] {
  const [first, second] = inputs;
  if (first === undefined) return [];
  switch (feature.kind) {
    case 'number':
      return applyNumber(feature, first);
    case 'category':
      return applyCategory(feature, first);
    case 'moment':
      return second === undefined ? [] : applyMoment(feature, first, second);
  }
}

/**
 * Every feature's transform, in tfjs operations only: training runs it and the exporters trace it.
 * @param inputs by the names of `inputSpecifications`, each [n]. @returns [n, featuresWidth(fitted)] float32.
 */
export function applyFeatures(fitted: Fitted, inputs: Record<string, tf.Tensor1D>): tf.Tensor2D {
  return tf.tidy(() => {
    const columns = fitted.features.flatMap((feature, index) =>
      applyFeature(
        feature,
        featureInputs(feature, index).map(({ name }) => {
          const tensor = inputs[name];
          if (tensor === undefined) {
            throw new StrongroomError(
              'INTERNAL',
              `The input ${name} of the column ${feature.column} is missing.`,
            );
          }
          return tensor;
        }),
      ),
    );
    return tf.concat2d(columns, 1);
  });
}

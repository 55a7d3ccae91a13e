import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import type { Fitted, FittedFeature, FittedNumber } from '../fitted';
import { featureInputs } from '../host';
import { applyCategory, categoryWidth } from './category';
import { applyMoment, momentWidth } from './moment';
import { applyNumbers, isUnscaled, numberWidth } from './number';

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

/** The name of the column of the data that a column of the network's input comes from. @param place from 0. */
export function columnOfFeature(fitted: Fitted, place: number): string {
  let end = 0;
  const found = fitted.features.find((feature) => place < (end += featureWidth(feature)));
  return found?.column ?? '';
}

/** Columns as they are computed, and where those of each feature stand among them. */
class Columns {
  readonly blocks: tf.Tensor2D[] = [];
  readonly places = new Map<number, number[]>();
  private width = 0;

  /** Adds a block; gives the place of its first column. */
  add(block: tf.Tensor2D): number {
    const start = this.width;
    this.blocks.push(block);
    this.width += block.shape[1];
    return start;
  }
}

/** All numbers of one kind at once; `indices` are their places in `fitted.features`. */
function addNumbers(columns: Columns, features: Map<number, FittedNumber>, inputs: tf.Tensor1D[]): void {
  if (features.size === 0) return;
  const { scaled, missing } = applyNumbers([...features.values()], inputs);
  const value = columns.add(scaled);
  const flag = [...features.values()].some(({ indicator }) => indicator) ? columns.add(missing) : 0;
  [...features].forEach(([index, { indicator }], place) => {
    columns.places.set(index, indicator ? [value + place, flag + place] : [value + place]);
  });
}

/**
 * Every feature's transform, in tfjs operations only: training runs it and the exporters trace it.
 * @param inputs by the names of `inputSpecifications`, each [n]. @returns [n, featuresWidth(fitted)] float32, the
 * columns of each feature side by side, features in order.
 */
export function applyFeatures(fitted: Fitted, inputs: Record<string, tf.Tensor1D>): tf.Tensor2D {
  return tf.tidy(() => {
    const inputsOf = (feature: FittedFeature, index: number): tf.Tensor1D[] =>
      featureInputs(feature, index).map(({ name }) => {
        const tensor = inputs[name];
        if (tensor !== undefined) return tensor;
        throw new StrongroomError(
          'INTERNAL',
          `The input ${name} of the column ${feature.column} is missing.`,
        );
      });
    const columns = new Columns();
    for (const unscaled of [false, true]) {
      const numbers = new Map<number, FittedNumber>();
      fitted.features.forEach((feature, index) => {
        if (feature.kind === 'number' && isUnscaled(feature) === unscaled) numbers.set(index, feature);
      });
      addNumbers(
        columns,
        numbers,
        [...numbers].flatMap(([index, feature]) => inputsOf(feature, index)),
      );
    }
    fitted.features.forEach((feature, index) => {
      if (feature.kind === 'number') return;
      const [first, second] = inputsOf(feature, index);
      if (first === undefined) return;
      const made =
        feature.kind === 'category'
          ? applyCategory(feature, first)
          : second === undefined
            ? []
            : applyMoment(feature, first, second);
      columns.places.set(
        index,
        made.flatMap((block) => {
          const start = columns.add(block);
          return Array.from({ length: block.shape[1] }, (_, i) => start + i);
        }),
      );
    });
    const order = fitted.features.flatMap((_, index) => columns.places.get(index) ?? []);
    const all = tf.concat2d(columns.blocks, 1);
    const isOrdered = order.length === all.shape[1] && order.every((place, i) => place === i);
    return isOrdered ? all : tf.gather(all, tf.tensor1d(order, 'int32'), 1);
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import { takesImage, takesNumber, takesText } from '../fitted';
import { asMatrix, asVector } from '../tensors';
import type { Fitted, FittedFeature, MomentFeature, NumberFeature } from '../fitted';
import { featureInputs } from '../host';
import { applyCalendar, calendarWidth } from './date-parts';
import { applyImage, imageWidth } from './image';
import { applyMoment, momentWidth } from './moment';
import { stackNumbers } from './number';
import { numberTransforms, numberWidth } from './numbers';
import { applyText, textWidth } from './texts';

/** How many columns of the network's input a feature becomes. */
export function featureWidth(feature: FittedFeature): number {
  if (takesNumber(feature)) return numberWidth(feature);
  if (takesText(feature)) return textWidth(feature);
  if (takesImage(feature)) return imageWidth(feature);
  return feature.kind === 'calendar' ? calendarWidth(feature) : momentWidth(feature);
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

/** All numbers of one kind at once; `features` by their places in `fitted.features`. */
function addNumbers(
  columns: Columns,
  transform: (typeof numberTransforms)[number],
  features: Map<number, NumberFeature>,
  inputs: tf.Tensor1D[],
): void {
  if (features.size === 0) return;
  const { filled, missing } = stackNumbers([...features.values()], inputs);
  let next = columns.add(transform.apply([...features.values()], filled));
  const flag = [...features.values()].some(({ indicator }) => indicator) ? columns.add(missing) : 0;
  [...features].forEach(([index, feature], place) => {
    const own = Array.from({ length: transform.width(feature) }, () => next++);
    columns.places.set(index, feature.indicator ? [...own, flag + place] : own);
  });
}

function applyTime(
  feature: MomentFeature,
  days: tf.Tensor1D,
  second: tf.Tensor1D | undefined,
): tf.Tensor2D[] {
  if (second === undefined) return [];
  return feature.kind === 'calendar'
    ? applyCalendar(feature, days, second)
    : applyMoment(feature, days, second);
}

/**
 * Every feature's transform, in tfjs operations only: training runs it and the exporters trace it.
 * @param inputs by the names of `inputSpecifications`, each [n], words and points of pictures [n, width]. @returns [n, featuresWidth(fitted)] float32, the
 * columns of each feature side by side, features in order.
 */
export function applyFeatures(fitted: Fitted, inputs: Record<string, tf.Tensor>): tf.Tensor2D {
  return tf.tidy(() => {
    const inputsOf = (feature: FittedFeature, index: number): tf.Tensor[] =>
      featureInputs(feature, index).map(({ name }) => {
        const tensor = inputs[name];
        if (tensor !== undefined) return tensor;
        throw new StrongroomError(
          'INTERNAL',
          `The input ${name} of the column ${feature.column} is missing.`,
        );
      });
    const columns = new Columns();
    for (const transform of numberTransforms) {
      const numbers = new Map<number, NumberFeature>();
      fitted.features.forEach((feature, index) => {
        if (transform.takes(feature)) numbers.set(index, feature);
      });
      addNumbers(
        columns,
        transform,
        numbers,
        [...numbers].flatMap(([index, feature]) => inputsOf(feature, index).map(asVector)),
      );
    }
    fitted.features.forEach((feature, index) => {
      if (takesNumber(feature)) return;
      const [first, second] = inputsOf(feature, index);
      if (first === undefined) return;
      const made = takesText(feature)
        ? applyText(feature, first)
        : takesImage(feature)
          ? [applyImage(feature, asMatrix(first))]
          : applyTime(feature, asVector(first), second === undefined ? undefined : asVector(second));
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

import * as tf from '@tensorflow/tfjs-core';
import type { FittedLookup } from '../fitted';
import { asMatrix } from '../tensors';

/** Numbers a slot. */
export const lookupWidth = ({ values }: FittedLookup): number => values[0]?.length ?? 1;

/**
 * The numbers of each slot. @param id [n] int32: a slot, or, for rows of training, a slot of the table of their fold, all
 * tables one after the other with the one for new rows first. @returns [n, width].
 */
export function applyLookup({ values, folds }: FittedLookup, id: tf.Tensor1D): tf.Tensor2D[] {
  const tables = [values, ...(folds?.tables ?? [])].flat();
  // The tracer tries two ids whatever the vocabulary.
  if (tables.length < 2) tables.push(...values);
  return [asMatrix(tf.gather(tf.tensor2d(tables), id))];
}

import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ChangeWeight } from './fine-tune';

/** Kernels of fewer numbers are left as they are. */
const fewest = 32;

/**
 * Which numbers of each kernel stay: the largest by their absolute value, layer by layer. Biases and the like stay.
 * @param share of the numbers that become zero, from 0 to 1. @returns 1 where a number stays, by the weight's name.
 */
export function magnitudeMasks(network: LayersModel, share: number): Map<string, Float32Array> {
  const masks = new Map<string, Float32Array>();
  for (const weight of network.trainableWeights) {
    const values = weight.read().dataSync();
    if (weight.shape.length < 2 || values.length < fewest) continue;
    const order = Array.from(values, (value, place) => ({ size: Math.abs(value), place }));
    order.sort((a, b) => a.size - b.size || a.place - b.place);
    const mask = new Float32Array(values.length).fill(1);
    for (const { place } of order.slice(0, Math.floor(share * values.length))) mask[place] = 0;
    masks.set(weight.originalName, mask);
  }
  return masks;
}

/** Keeps the numbers that are gone at zero. */
export const keepMasks =
  (masks: ReadonlyMap<string, Float32Array>): ChangeWeight =>
  (name, value) => {
    const mask = masks.get(name);
    return mask === undefined ? value : tf.mul(value, tf.tensor(mask, value.shape));
  };

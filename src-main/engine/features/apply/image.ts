import * as tf from '@tensorflow/tfjs-core';
import type { FittedImage } from '../fitted/images';

/** Channels that the network sees. */
export const imageChannels = ({ channels, indicator }: FittedImage): number => channels + (indicator ? 1 : 0);

export const imageWidth = (feature: FittedImage): number =>
  feature.height * feature.width * imageChannels(feature);

/**
 * Scales pictures. @param points [n, height x width x channels], 0 to 255, NaN where the picture is missing.
 * @returns [n, height x width x channels], each point with a flag behind it where training had missing pictures.
 */
export function applyImage(feature: FittedImage, points: tf.Tensor2D): tf.Tensor2D {
  const { channels, center, scale, mean, indicator } = feature;
  const places = feature.height * feature.width;
  const shaped = tf.reshape(points, [-1, places, channels]);
  const missing = tf.isNaN(shaped);
  const filled = tf.where(missing, tf.mul(tf.onesLike(shaped), tf.tensor1d(mean)), shaped);
  const scaled = tf.div(tf.sub(filled, tf.tensor1d(center)), tf.tensor1d(scale));
  if (!indicator) return tf.reshape(scaled, [-1, places * channels]);
  const flag = tf.cast(tf.slice(missing, [0, 0, 0], [-1, places, 1]), 'float32');
  return tf.reshape(tf.concat([scaled, flag], 2), [-1, places * (channels + 1)]);
}

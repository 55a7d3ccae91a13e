import * as tf from '@tensorflow/tfjs-core';
import { quantizeWeight, zeroOfWeights } from '../onnx/quantize/affine';
import type { ChangeWeight } from './fine-tune';

/** Kernels as they will be in eight bits: the network learns to do with the steps between them. */
export const seenInEightBits: ChangeWeight = (_name, value) => {
  if (value.rank < 2) return value;
  const data = Float32Array.from(value.dataSync());
  const quantized = quantizeWeight({ type: 'float', shape: value.shape, data });
  if (quantized === null) return value;
  const { data: steps, scale } = quantized;
  const columns = scale.data.length;
  const seen = data.map(
    (_, place) => ((steps.data[place] ?? zeroOfWeights) - zeroOfWeights) * (scale.data[place % columns] ?? 1),
  );
  return tf.tensor(seen, value.shape);
};

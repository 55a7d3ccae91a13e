import * as tf from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

type KernelArguments = Parameters<tf.KernelFunc>[0];
type Gradient = (given: KernelArguments, original: tf.KernelFunc) => tf.TensorInfo;

/** The one result of a kernel. */
function only(result: tf.TensorInfo | tf.TensorInfo[]): tf.TensorInfo {
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined) throw new TypeError('A kernel gave no result.');
  return first;
}

function operand(
  { inputs, backend }: KernelArguments,
  name: string,
): { info: tf.TensorInfo; values: Float32Array } {
  const info = inputs[name];
  const values =
    info === undefined || !(backend instanceof MathBackendCPU) ? null : backend.readSync(info.dataId);
  if (info === undefined || !(values instanceof Float32Array)) {
    throw new TypeError(`The kernel has no numbers as its input ${name}.`);
  }
  return { info, values };
}

/** Runs a kernel with values of our own as its input dy. */
function withGradient(
  given: KernelArguments,
  original: tf.KernelFunc,
  dy: { values: Float32Array; shape: number[] },
  inputs: KernelArguments['inputs'] = {},
): tf.TensorInfo {
  const { backend } = given;
  if (!(backend instanceof MathBackendCPU))
    throw new TypeError('The backend is not the one of the processor.');
  const info = backend.makeTensorInfo(dy.shape, 'float32', dy.values);
  try {
    return only(original({ ...given, inputs: { ...given.inputs, ...inputs, dy: info } }));
  } finally {
    backend.disposeIntermediateTensorInfo(info);
  }
}

/** How many numbers of the image each window along one axis holds. */
function counts(input: number, output: number, window: number, stride: number, before: number): number[] {
  return Array.from({ length: output }, (_, place) => {
    const start = place * stride - before;
    return Math.min(input, start + window) - Math.max(0, start);
  });
}

/** A mean counts no padding, so its gradient must not either; tfjs divides by the size of the whole window. */
const meanOfWindows: Gradient = (given, original) => {
  const { filterSize, strides, pad, dimRoundingMode } = given.attrs as object as tf.MaxPoolAttrs;
  const [rows = 0, height = 0, width = 0, channels = 0] = given.inputs['input']?.shape ?? [];
  const info = tf.backend_util.computePool2DInfo(
    [rows, height, width, channels],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { filterHeight, filterWidth, outHeight, outWidth } = info;
  const high = counts(height, outHeight, filterHeight, info.strideHeight, info.padInfo.top);
  const wide = counts(width, outWidth, filterWidth, info.strideWidth, info.padInfo.left);
  const dy = operand(given, 'dy');
  const values = dy.values.map((value, index) => {
    const place = Math.floor(index / channels);
    const count = (high[Math.floor(place / outWidth) % outHeight] ?? 1) * (wide[place % outWidth] ?? 1);
    return (value * filterHeight * filterWidth) / count;
  });
  return withGradient(given, original, { values, shape: dy.info.shape });
};

/** tfjs takes the gradients of all images but the first from the wrong places, so they are done one by one. */
const nearestNeighbour: Gradient = (given, original) => {
  const { backend } = given;
  const dy = operand(given, 'dy');
  const images = operand(given, 'images');
  if (!(backend instanceof MathBackendCPU)) return only(original(given));
  const [rows = 0, ...image] = images.info.shape;
  const size = dy.values.length / rows;
  const result = new Float32Array(images.values.length);
  const one = backend.makeTensorInfo([1, ...image], 'float32', new Float32Array(images.values.length / rows));
  for (let row = 0; row < rows; row++) {
    const values = dy.values.slice(row * size, (row + 1) * size);
    const part = withGradient(
      given,
      original,
      { values, shape: [1, ...dy.info.shape.slice(1)] },
      { images: one },
    );
    const numbers = backend.readSync(part.dataId);
    if (numbers instanceof Float32Array) result.set(numbers, (row * result.length) / rows);
    backend.disposeIntermediateTensorInfo(part);
  }
  backend.disposeIntermediateTensorInfo(one);
  return backend.makeTensorInfo(images.info.shape, 'float32', result);
};

/** tfjs takes the height for the width in the shape of its result. */
const bilinear: Gradient = (given, original) => {
  const { shape } = operand(given, 'images').info;
  return { ...only(original(given)), shape };
};

let installed = false;

/**
 * Corrects gradients that tfjs gets wrong on the processor: of averages over padded windows, of images enlarged by
 * repeating pixels, and of enlarged images that are not square. Call once, after the backend is loaded.
 */
export function installImageGradients(): void {
  if (installed) return;
  installed = true;
  const corrected: [string, Gradient][] = [
    [tf.AvgPoolGrad, meanOfWindows],
    [tf.ResizeNearestNeighborGrad, nearestNeighbour],
    [tf.ResizeBilinearGrad, bilinear],
  ];
  for (const [kernelName, gradient] of corrected) {
    const original = tf.getKernel(kernelName, 'cpu');
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({ ...original, kernelFunc: (given) => gradient(given, original.kernelFunc) });
  }
}

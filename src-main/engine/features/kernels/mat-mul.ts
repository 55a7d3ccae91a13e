import * as tf from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { product } from './product';

type KernelArguments = Parameters<tf.KernelFunc>[0];

/** The values of a float32 tensor of the cpu backend; null when it is not one. */
function valuesOf(backend: MathBackendCPU, tensor: tf.TensorInfo): Float32Array | null {
  const values = backend.readSync(tensor.dataId);
  return values instanceof Float32Array ? values : null;
}

/**
 * The product of two matrices, or of batches of one matrix, and an optional bias of one value a column. Null for
 * anything else, which is left to the kernel of tfjs.
 */
function multiply({ inputs, backend, attrs }: KernelArguments): tf.TensorInfo | null {
  const { a, b, bias } = inputs;
  if (!(backend instanceof MathBackendCPU) || a === undefined || b === undefined) return null;
  const batches = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)];
  if (batches.some((length) => length !== 1) || a.shape.length !== b.shape.length) return null;
  const turnedLeft = attrs?.['transposeA'] === true;
  const turnedRight = attrs?.['transposeB'] === true;
  const left = a.shape.slice(-2);
  const [inner = 0, rows = 0] = turnedLeft ? left : left.toReversed();
  const right = b.shape.slice(-2);
  const [columns = 0] = turnedRight ? right : right.toReversed();
  const x = valuesOf(backend, a);
  const y = valuesOf(backend, b);
  const shift = bias === undefined ? null : valuesOf(backend, bias);
  if (x === null || y === null || (bias !== undefined && shift?.length !== columns)) return null;
  const values = product(x, y, [rows, inner, columns], turnedLeft, turnedRight);
  if (shift !== null) {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (shift[i % columns] ?? 0);
  }
  return backend.makeTensorInfo([...a.shape.slice(0, -2), rows, columns], 'float32', values);
}

/** Puts a faster kernel before the one of the cpu backend, which still does all that the faster one does not. */
function replaceKernel(kernelName: string, serves: (attributes: KernelArguments['attrs']) => boolean): void {
  const original = tf.getKernel(kernelName, 'cpu');
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({
    ...original,
    kernelFunc: (given) => (serves(given.attrs) ? multiply(given) : null) ?? original.kernelFunc(given),
  });
}

/** Makes matrix products faster, which is most of what training does. Call once, after the backend is loaded. */
export function installMatrixProducts(): void {
  replaceKernel(tf.BatchMatMul, () => true);
  replaceKernel(tf._FusedMatMul, (attributes) => {
    const activation = attributes?.['activation'];
    return activation === 'linear' || activation === undefined || activation === null;
  });
}

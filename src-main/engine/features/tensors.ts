import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { StrongroomError } from '../../contract/errors';
import type { HostInputs } from './host';
import { installImageGradients } from './kernels/image-gradients';
import { installMatrixProducts } from './kernels/mat-mul';

/**
 * The one place where tfjs is set up. Production mode keeps it from printing advice to the console and from
 * checking every tensor for NaN, which is how missing values travel here.
 */
tf.enableProdMode();
installMatrixProducts();
installImageGradients();

/** Makes the plain JavaScript backend the current one; call before the first tensor. */
export async function startTensors(): Promise<void> {
  await tf.setBackend('cpu');
  await tf.ready();
}

function isVector(tensor: tf.Tensor): tensor is tf.Tensor1D {
  return tensor.rank === 1;
}

/** The same tensor, known to have one dimension. Throws INTERNAL when it has not. */
export function asVector(tensor: tf.Tensor): tf.Tensor1D {
  if (isVector(tensor)) return tensor;
  throw new StrongroomError('INTERNAL', 'A tensor has the wrong number of dimensions.', {
    expected: '1',
    received: String(tensor.rank),
  });
}

function isMatrix(tensor: tf.Tensor): tensor is tf.Tensor2D {
  return tensor.rank === 2;
}

/** The same tensor, known to have two dimensions. Throws INTERNAL when it has not. */
export function asMatrix(tensor: tf.Tensor): tf.Tensor2D {
  if (isMatrix(tensor)) return tensor;
  throw new StrongroomError('INTERNAL', 'A tensor has the wrong number of dimensions.', {
    expected: '2',
    received: String(tensor.rank),
  });
}

/** Host arrays as tensors [n], or [n, width]; the caller disposes them (or is within a tidy). */
export function inputTensors(inputs: HostInputs): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      'width' in input && input.width !== undefined
        ? tf.tensor2d(input.values, [input.values.length / input.width, input.width])
        : tf.tensor1d(input.values, input.dtype),
    ]),
  );
}

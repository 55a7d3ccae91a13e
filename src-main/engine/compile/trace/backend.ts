import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { StrongroomError } from '../../../contract/errors';

/** Told of every kernel that runs while tracing, after it has run. */
export type KernelListener = (
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attributes: tf.NamedAttrMap,
  outputs: tf.TensorInfo[],
) => void;

const backendName = 'trace';
let listener: KernelListener | null = null;
let depth = 0;

function wrap(kernel: tf.KernelConfig): tf.KernelFunc {
  return (parameters) => {
    depth++;
    try {
      const result = kernel.kernelFunc(parameters);
      // A kernel that calls others through the engine is told of once, as itself.
      if (depth === 1 && listener !== null) {
        const outputs = Array.isArray(result) ? result : [result];
        listener(kernel.kernelName, parameters.inputs, parameters.attrs ?? {}, outputs);
      }
      return result;
    } finally {
      depth--;
    }
  };
}

/**
 * Registers the backend `trace`: the same instance as `cpu`, so that no data moves and no number changes, with
 * every kernel of `cpu` under a wrapper that tells the listener.
 */
function registerTraceBackend(): void {
  if (tf.findBackendFactory(backendName) !== null) return;
  const cpu: tf.KernelBackend | null = tf.findBackend('cpu');
  if (cpu === null) throw new StrongroomError('INTERNAL', 'The cpu backend of tfjs is not registered.');
  tf.registerBackend(backendName, () => cpu);
  for (const kernel of tf.getKernelsForBackend('cpu')) {
    tf.registerKernel({ kernelName: kernel.kernelName, backendName, kernelFunc: wrap(kernel) });
  }
}

/**
 * Runs `work`, which must be synchronous, and tells `heard` of every kernel. The backend that was current is
 * current again afterwards.
 */
export function listenToKernels<T>(heard: KernelListener, work: () => T): T {
  if (listener !== null) throw new StrongroomError('INTERNAL', 'A trace was begun inside another one.');
  registerTraceBackend();
  const before = tf.getBackend();
  // With a factory that is synchronous, setBackend takes effect before it returns its promise.
  void tf.setBackend(backendName);
  listener = heard;
  try {
    return work();
  } finally {
    listener = null;
    void tf.setBackend(before);
  }
}

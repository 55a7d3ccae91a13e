import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { StrongroomError } from '../../../contract/errors';
import { followLayers } from './layers';
import { refuseRandomNumbers } from './randomness';
import type { ShapeOfResult } from './skipped';

/** Told of every kernel that runs while tracing, after it has run. */
export type KernelListener = (
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attributes: tf.NamedAttrMap,
  outputs: tf.TensorInfo[],
) => void;

/** Kernels that give zeros of the right shape instead of being computed. */
export type SkippedKernels = ReadonlyMap<string, ShapeOfResult>;

const backendName = 'trace';
let listener: KernelListener | null = null;
let skipped: SkippedKernels = new Map();
let depth = 0;

/** Zeros of one shape, or of each of several. */
function zeros(
  backend: tf.KernelBackend,
  shapes: number[] | number[][],
  dtype: 'float32' | 'int32' | 'bool',
): tf.TensorInfo | tf.TensorInfo[] {
  const ofShape = (shape: number[]): tf.TensorInfo => {
    const values = tf.util.makeZerosTypedArray(tf.util.sizeFromShape(shape), dtype);
    return { dataId: backend.write(values, shape, dtype), shape, dtype };
  };
  return severalShapes(shapes) ? shapes.map(ofShape) : ofShape(shapes);
}

const severalShapes = (shapes: number[] | number[][]): shapes is number[][] => Array.isArray(shapes[0]);

function typeOf({ x }: tf.NamedTensorInfoMap): 'float32' | 'int32' | 'bool' {
  return x?.dtype === 'int32' || x?.dtype === 'bool' ? x.dtype : 'float32';
}

function wrap(kernel: tf.KernelConfig, backend: tf.KernelBackend): tf.KernelFunc {
  return (parameters) => {
    depth++;
    try {
      const attributes = parameters.attrs ?? {};
      const shapeOf = skipped.get(kernel.kernelName);
      const result =
        shapeOf === undefined
          ? kernel.kernelFunc(parameters)
          : zeros(backend, shapeOf(parameters.inputs, attributes), typeOf(parameters.inputs));
      // A kernel that calls others through the engine is told of once, as itself.
      if (depth === 1 && listener !== null) {
        const outputs = Array.isArray(result) ? result : [result];
        listener(kernel.kernelName, parameters.inputs, attributes, outputs);
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
    tf.registerKernel({ kernelName: kernel.kernelName, backendName, kernelFunc: wrap(kernel, cpu) });
  }
}

/**
 * Runs `work`, which must be synchronous, and tells `heard` of every kernel. The backend that was current is
 * current again afterwards.
 * @param skip when only the shapes of what these kernels give matter.
 */
export function listenToKernels<T>(
  heard: KernelListener,
  work: () => T,
  skip: SkippedKernels = new Map(),
): T {
  if (listener !== null) throw new StrongroomError('INTERNAL', 'A trace was begun inside another one.');
  registerTraceBackend();
  const before = tf.getBackend();
  // With a factory that is synchronous, setBackend takes effect before it returns its promise.
  void tf.setBackend(backendName);
  listener = heard;
  skipped = skip;
  try {
    return followLayers(() => refuseRandomNumbers(work));
  } finally {
    listener = null;
    skipped = new Map();
    void tf.setBackend(before);
  }
}

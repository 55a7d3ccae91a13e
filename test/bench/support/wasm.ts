import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { EagerSession } from '../../../src-main/engine/runtimes/reference';
import type { Runtime } from '../../../src-main/engine/runtimes/runtime';

const name = 'wasm';

/** Runs synchronous work with tfjs' WebAssembly backend as the current one. */
function onWasm<T>(work: () => T): T {
  const before = tf.getBackend();
  void tf.setBackend(name);
  try {
    return work();
  } finally {
    void tf.setBackend(before);
  }
}

/**
 * tfjs on WebAssembly, operation by operation: what training in a browser's way is measured against. No part of the
 * application. It lacks the gradients of convolutions and embeddings.
 */
export async function wasmRuntime(): Promise<Runtime> {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
  const before = tf.getBackend();
  await tf.setBackend(name);
  await tf.ready();
  const { version_core: version } = tf;
  await tf.setBackend(before);
  const runtime: Runtime = {
    name: 'reference',
    title: 'TensorFlow.js on WebAssembly',
    purpose: 'Is measured against.',
    device: () => 'cpu',
    report: () => ({
      name,
      title: runtime.title,
      purpose: runtime.purpose,
      available: true,
      version,
      reason: null,
    }),
    start: async (job) => new EagerSession(runtime, job, onWasm),
  };
  return runtime;
}

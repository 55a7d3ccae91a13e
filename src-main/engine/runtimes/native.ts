import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type * as OnnxRuntime from 'onnxruntime-node';

export type Native = typeof OnnxRuntime;
type SessionOptions = OnnxRuntime.InferenceSession.SessionOptions;

let loaded: { native: Native } | { reason: string } | undefined;

/** ONNX Runtime, or why it cannot be loaded here: the library is only touched when training first needs it. */
export function loadNative(): { native: Native } | { reason: string } {
  if (loaded !== undefined) return loaded;
  try {
    const native: Native = createRequire(import.meta.url)('onnxruntime-node');
    loaded = { native };
  } catch (error) {
    loaded = { reason: `ONNX Runtime could not be loaded: ${String(error)}` };
  }
  return loaded;
}

/**
 * Options of a session. The number of threads is fixed, for sums are split by it: on one machine the same work
 * gives the same bits.
 */
export const sessionOptions: SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: availableParallelism(),
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // Errors only: what a run has to say comes as an error of the run.
  logSeverityLevel: 3,
};

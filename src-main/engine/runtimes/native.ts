import '../no-telemetry';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type * as OnnxRuntime from 'onnxruntime-node';
import type { Provider } from './providers';

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
 * Multiplications that a run through the graph must have for each thread to be worth its while. Measured on
 * training steps: with a few million a second thread makes a step slower by half, with hundreds it halves the time.
 */
const workOfThread = 50e6;

/**
 * Options of a session. The number of threads is fixed by the work and the machine, for sums may be split by it:
 * the same work gives the same bits on one machine.
 * What a provider cannot compute is left to the processor.
 * @param multiplications of one step, or of one pass of rows.
 */
export function sessionOptions(
  multiplications: number,
  execution: Provider['execution'] = 'cpu',
): SessionOptions {
  return {
    executionProviders: [execution],
    // DirectML accepts no plan of memory made beforehand.
    ...(execution === 'dml' ? { enableMemPattern: false } : {}),
    intraOpNumThreads: Math.max(
      1,
      Math.min(availableParallelism(), Math.floor(multiplications / workOfThread)),
    ),
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Errors only: what a run has to say comes as an error of the run.
    logSeverityLevel: 3,
  };
}

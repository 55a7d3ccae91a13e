import '../no-telemetry';
import { env } from 'onnxruntime-node';
import { verify } from '../export/verify/verify';
import type { TaskHandlers } from '../protocol';

/** What the child that holds ONNX Runtime does. */
export const handlers: TaskHandlers = {
  verify({ onnx, task, data, hostile, tolerance }, context) {
    return verify(onnx, task, data, hostile, tolerance, {
      signal: context.signal,
      report: (fraction, detail) => context.report({ fraction, detail }),
    });
  },

  describe() {
    return Promise.resolve([
      {
        // `onnx` is the runtime that trains, in the process of the tensors.
        name: 'verification',
        title: 'ONNX Runtime for verification',
        purpose: 'Runs exported models to check them against the application',
        available: true,
        version: env.versions.node ?? env.versions.common,
        reason: null,
      },
    ]);
  },
};

import '../no-telemetry';
import { env } from 'onnxruntime-node';
import { aboutFile, readModelFile } from '../export/verify/model-file';
import { verify } from '../export/verify/verify';
import type { TaskHandlers } from '../protocol';

/** What the child that holds ONNX Runtime does. */
export const handlers: TaskHandlers = {
  verify({ onnx, task, data, hostile, tolerance, golden, timed }, context) {
    return verify(onnx, task, data, hostile, tolerance, {
      ...(golden === undefined ? {} : { golden }),
      ...(timed === undefined ? {} : { timed }),
      signal: context.signal,
      report: (fraction, detail) => context.report({ fraction, detail }),
    });
  },

  async 'onnx-about'({ onnx }) {
    return aboutFile((await readModelFile(onnx)).metadata);
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

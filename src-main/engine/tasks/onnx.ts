import '../no-telemetry';
import { env } from 'onnxruntime-node';
import { readFitted } from '../features/read-fitted';
import { liteVersion } from '../export/verify/litert/interpreter';
import { aboutFile, readModelFile } from '../export/verify/model-file';
import { verify } from '../export/verify/verify';
import type { TaskHandlers } from '../protocol';

/** What the child that holds ONNX Runtime does; it also opens other formats in the run times they are for. */
export const handlers: TaskHandlers = {
  async verify({ file: path, format, task, data, hostile, allowance, measured, golden, threshold }, context) {
    return verify({ path, format }, task, data, hostile, allowance, {
      signal: context.signal,
      report: (fraction, detail) => context.report({ fraction, detail }),
      ...(threshold === undefined ? {} : { threshold }),
      ...(measured === undefined ? {} : { measured: await readFitted(measured) }),
      ...(golden === undefined ? {} : { golden }),
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
      {
        name: 'litert',
        title: 'LiteRT for verification',
        purpose: 'Runs exported TensorFlow Lite files to check them against the application',
        available: true,
        version: liteVersion(),
        reason: null,
      },
    ]);
  },
};

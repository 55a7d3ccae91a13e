import { writeFile } from 'node:fs/promises';
import { StrongroomError } from '../../contract/errors';
import { writeFrame } from '../data/frame';
import { hostileFrame } from '../export/hostile';
import { exportOnnx } from '../export/onnx/export-onnx';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import type { TaskContext, TaskHandlers } from '../protocol';

function throwIfCancelled({ signal }: TaskContext): void {
  if (signal.aborted) throw new StrongroomError('CANCELLED', 'The export was cancelled.');
}

/** What the tensors child exports: the model as ONNX, and rows to try it with. */
export const handlers: TaskHandlers = {
  async 'export-onnx'({ model, path, metadata }, context) {
    context.report({ fraction: 0, detail: 'Reading the model' });
    await startTensors();
    const { fitted, network } = await loadModel(model);
    throwIfCancelled(context);
    try {
      context.report({ fraction: 0.3, detail: 'Tracing the model' });
      const { bytes, ...description } = exportOnnx(fitted, network, metadata);
      throwIfCancelled(context);
      context.report({ fraction: 0.8, detail: 'Writing the file' });
      await writeFile(path, bytes);
      return { ...description, bytes: bytes.byteLength };
    } finally {
      network.dispose();
    }
  },

  async 'hostile-frame'({ model, path }) {
    await startTensors();
    const { fitted, network } = await loadModel(model);
    network.dispose();
    const frame = hostileFrame(fitted);
    await writeFrame(path, frame);
    return { rows: frame.rows };
  },
};

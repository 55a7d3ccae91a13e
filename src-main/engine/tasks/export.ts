import { writeFile } from 'node:fs/promises';
import { StrongroomError } from '../../contract/errors';
import { readFrame, writeFrame } from '../data/frame';
import { encodedFrame } from '../export/encoded';
import { hostileFrame } from '../export/hostile';
import { exportOnnx } from '../export/onnx/export-onnx';
import { ordinaryFrame } from '../export/ordinary';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import type { TaskContext, TaskHandlers } from '../protocol';

function throwIfCancelled({ signal }: TaskContext): void {
  if (signal.aborted) throw new StrongroomError('CANCELLED', 'The export was cancelled.');
}

/** What the tensors child exports: the model as ONNX, and rows to try it with. */
export const handlers: TaskHandlers = {
  async 'export-onnx'({ model, path, metadata, quantize, scope, calibration }, context) {
    context.report({ fraction: 0, detail: 'Reading the model' });
    await startTensors();
    const { fitted, network } = await loadModel(model);
    throwIfCancelled(context);
    try {
      context.report({ fraction: 0.3, detail: 'Tracing the model' });
      const { bytes, ...description } = await exportOnnx(fitted, network, metadata, {
        ...(quantize === undefined ? {} : { quantize }),
        ...(scope === undefined ? {} : { scope }),
        ...(calibration === undefined ? {} : { calibration: await readFrame(calibration) }),
      });
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

  async 'ordinary-frame'({ model, path, rows }) {
    await startTensors();
    const { fitted, network } = await loadModel(model);
    network.dispose();
    await writeFrame(path, ordinaryFrame(fitted, rows));
    return { rows };
  },

  async encode({ model, frame: source, path }, context) {
    await startTensors();
    const { fitted, network } = await loadModel(model);
    network.dispose();
    const frame = await readFrame(source);
    await writeFrame(path, await encodedFrame(fitted, frame, async () => throwIfCancelled(context)));
    return { rows: frame.rows };
  },
};

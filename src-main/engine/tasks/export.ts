import { writeFile } from 'node:fs/promises';
import { StrongroomError } from '../../contract/errors';
import { readFrame, writeFrame } from '../data/frame';
import { choiceOf, formatOf, formats, requireSettings } from '../export/formats';
import { throwIfCancelled } from '../export/formats/cancelled';
import { hostileFrame } from '../export/hostile';
import { exportKeras } from '../export/keras/export-network';
import { importNetwork } from '../export/keras/import-network';
import { summaryOf } from '../export/keras/summary';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import type { TaskHandlers } from '../protocol';

/** What the tensors child exports: the model as a file of one of the formats, and rows to try it with. */
export const handlers: TaskHandlers = {
  async 'export-formats'({ model: directory }) {
    if (directory === null) return formats.map((format) => choiceOf(format, null));
    await startTensors();
    const model = await loadModel(directory);
    try {
      return formats.map((format) => choiceOf(format, model));
    } finally {
      model.network.dispose();
    }
  },

  async 'export-model'({ model: directory, path, calibration, format: name, ...settings }, context) {
    const format = formatOf(name);
    requireSettings(format, settings);
    context.report({ fraction: 0, detail: 'Reading the model' });
    await startTensors();
    const model = await loadModel(directory);
    try {
      throwIfCancelled(context.signal);
      const refusal = format.refusal(model);
      if (refusal !== null) {
        throw new StrongroomError('KERNEL_NOT_SUPPORTED', refusal, { next: 'Choose another format.' });
      }
      return await format.write(model, path, {
        ...settings,
        calibration: async () => (calibration === null ? hostileFrame(model.fitted) : readFrame(calibration)),
        signal: context.signal,
        report: (fraction, detail) => context.report({ fraction: 0.3 + 0.7 * fraction, detail }),
      });
    } finally {
      model.network.dispose();
    }
  },

  async 'import-network'({ path, keep }) {
    await startTensors();
    const imported = await importNetwork(path);
    try {
      if (keep !== null) await writeFile(keep, await exportKeras(imported.network));
      return summaryOf(imported);
    } finally {
      imported.network.dispose();
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

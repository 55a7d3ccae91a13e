import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { StrongroomError } from '../../contract/errors';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCleaning } from '../data/steps/document';
import { cleaningFile, decisionFile, modelFiles } from '../protocol';
import { shrink } from '../export/shrink/shrink';
import { saveModel } from '../model/save';
import { stage } from './scoring';
import { readFrame, writeFrame } from '../data/frame';
import { memorySource } from '../data/frame-source';
import { chooseRows } from '../data/sample-rows';
import { takeFrameRows } from '../data/take-rows';
import { Random } from '../random';
import { choiceOf, formatOf, formats, requireSettings } from '../export/formats';
import { throwIfCancelled } from '../export/formats/cancelled';
import { encodedFrame } from '../export/encoded';
import { hostileFrame } from '../export/hostile';
import { exportKeras } from '../export/keras/export-network';
import { importNetwork } from '../export/keras/import-network';
import { summaryOf } from '../export/keras/summary';
import { inputContract } from '../export/input-contract';
import { writeKit } from '../export/kit/write-kit';
import { ordinaryFrame } from '../export/ordinary';
import { readFitted } from '../features/read-fitted';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import type { TaskHandlers } from '../protocol';

/** Made-up rows from which ranges are learned where there are no rows at hand. */
const calibrationRows = 1000;

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

  async 'export-model'(
    { model: directory, path, calibration, rawColumns, format: name, ...settings },
    context,
  ) {
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
        cleaning:
          rawColumns === undefined
            ? null
            : { document: await readCleaning(join(directory, cleaningFile)), columns: rawColumns },
        calibration: async () =>
          calibration === null ? ordinaryFrame(model.fitted, calibrationRows) : readFrame(calibration),
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

  async 'input-contract'({ model, columns, ranges }) {
    return inputContract(await readFitted(model), columns, ranges);
  },

  async 'write-kit'({ model: directory, ...params }) {
    await startTensors();
    const model = await loadModel(directory);
    try {
      return { files: await writeKit(model, params) };
    } finally {
      model.network.dispose();
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

  async shrink({ model: directory, recipe, frame, how, directory: into }, context) {
    await startTensors();
    const model = await loadModel(directory);
    const pause = stage(context, 'Shrinking', 'Training the smaller model');
    const network = await shrink(model, recipe, await readFrame(frame), how, pause);
    try {
      for (const name of [modelFiles.features, decisionFile])
        if (existsSync(join(directory, name))) await copyFile(join(directory, name), join(into, name));
      await saveModel(into, model.fitted, network, model.baseline);
      const values = network.getWeights().map((weight) => weight.dataSync());
      const zeros = values.reduce((sum, list) => sum + list.filter((value) => value === 0).length, 0);
      return { parameters: network.countParams(), zeros };
    } finally {
      network.dispose();
      if (network !== model.network) model.network.dispose();
    }
  },

  async 'split-frame'({ frame: path, share, seed, part, rest }) {
    const source = memorySource(await readFrame(path));
    const chosen = chooseRows(source.rows, Math.round(share * source.rows), new Random(seed, 'part of rows'));
    const isChosen = new Set(chosen);
    const others = Int32Array.from({ length: source.rows }, (_, row) => row).filter(
      (row) => !isChosen.has(row),
    );
    await writeFrame(part, takeFrameRows(source, chosen.sort()));
    await writeFrame(rest, takeFrameRows(source, others));
    return { part: chosen.length, rest: others.length };
  },

  async encode({ model, frame: source, path }, context) {
    await startTensors();
    const { fitted, network } = await loadModel(model);
    network.dispose();
    const frame = await readFrame(source);
    await writeFrame(path, await encodedFrame(fitted, frame, async () => throwIfCancelled(context.signal)));
    return { rows: frame.rows };
  },
};

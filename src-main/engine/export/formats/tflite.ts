import { writeFile } from 'node:fs/promises';
import { exportTflite } from '../tflite/export-tflite';
import { throwIfCancelled } from './cancelled';
import type { ExportFormat } from './format';
import { quantizationChoices } from './format';

/** TensorFlow Lite: numbers in as they are, text as ids of the vocabularies in the file. */
export const tfliteFormat: ExportFormat = {
  name: 'tflite',
  title: 'TensorFlow Lite',
  sentence:
    'One small file for phones and small machines (LiteRT). Numbers go in as they are, text as ids of vocabularies that are in the file.',
  extension: 'tflite',
  targets: ['phone', 'microcontroller', 'browser', 'python'],
  quantizations: [
    quantizationChoices.none,
    quantizationChoices.float16,
    quantizationChoices.int8,
    quantizationChoices['int8-static'],
  ],
  scopes: ['pipeline'],
  refusal: () => null,
  async write({ fitted, network }, path, { metadata, quantize, calibration, signal, report }) {
    report(0, 'Tracing the model');
    const { bytes, ...description } = await exportTflite(fitted, network, metadata, quantize, calibration);
    throwIfCancelled(signal);
    report(0.8, 'Writing the file');
    await writeFile(path, bytes);
    return { ...description, bytes: bytes.byteLength };
  },
};

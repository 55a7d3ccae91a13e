import { writeFile } from 'node:fs/promises';
import { exportOnnx } from '../onnx/export-onnx';
import type { ExportFormat } from './format';
import { quantizationChoices } from './format';
import { throwIfCancelled } from './cancelled';

/** ai.onnx 17 and ai.onnx.ml 3: raw columns by name in, answers out. */
export const onnxFormat: ExportFormat = {
  name: 'onnx',
  title: 'ONNX',
  sentence:
    'One file from raw columns to the answer, for ONNX Runtime on servers, in browsers, on desktops and phones.',
  extension: 'onnx',
  targets: ['server', 'browser', 'python', 'phone'],
  quantizations: [
    quantizationChoices.none,
    {
      ...quantizationChoices.float16,
      sentence:
        'Weights in 16 bits, computed in 32: about half the size, answers that differ in the third digit at most.',
    },
    {
      ...quantizationChoices.int8,
      sentence:
        'Weights in 8 bits, one scale a column; products inside the network in 8 bits, measured as they run.',
    },
    {
      ...quantizationChoices['int8-static'],
      sentence:
        'Weights and products inside the network in 8 bits, with ranges learned from rows beforehand.',
    },
  ],
  scopes: ['pipeline', 'network'],
  refusal: () => null,
  async write(
    { fitted, network },
    path,
    { metadata, quantize, scope, cleaning, calibration, signal, report },
  ) {
    report(0, 'Tracing the model');
    const {
      bytes,
      opset,
      inputs,
      outputs,
      cleaning: done,
    } = await exportOnnx(fitted, network, metadata, {
      quantize,
      scope,
      ...(cleaning ? { cleaning } : {}),
      ...(quantize === 'int8-static' ? { calibration: await calibration() } : {}),
    });
    throwIfCancelled(signal);
    report(0.8, 'Writing the file');
    await writeFile(path, bytes);
    return {
      version: `ONNX opset ${String(opset)}`,
      bytes: bytes.byteLength,
      inputs,
      outputs,
      ...(done === null ? {} : { cleaning: done }),
    };
  },
};

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
  quantizations: [quantizationChoices.none],
  scopes: ['pipeline'],
  refusal: () => null,
  async write({ fitted, network }, path, { metadata, signal, report }) {
    report(0, 'Tracing the model');
    const { bytes, opset, inputs, outputs } = exportOnnx(fitted, network, metadata);
    throwIfCancelled(signal);
    report(0.8, 'Writing the file');
    await writeFile(path, bytes);
    return { version: `ONNX opset ${String(opset)}`, bytes: bytes.byteLength, inputs, outputs };
  },
};

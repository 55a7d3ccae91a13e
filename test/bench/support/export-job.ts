import { InferenceSession, Tensor } from 'onnxruntime-node';
import { withPreset } from '../../../src-main/contract/planning';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import { quantizations } from '../../../src-main/contract/schemas/exports';
import type { Latency, Quantization } from '../../../src-main/contract/schemas/exports';
import { exportOnnx } from '../../../src-main/engine/export/onnx/export-onnx';
import { ordinaryFrame } from '../../../src-main/engine/export/ordinary';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { build } from '../../../src-main/engine/model/build';
import { networkContext } from '../../../src-main/engine/model/network-inputs';
import { measureLatency } from '../../../src-main/engine/export/verify/measure';

export { quantizations };

const bins = 48;

/** Twenty numbers, as the default preset cuts them into bins of as many rows, and five categories. */
const fitted: Fitted = {
  formatVersion: 1,
  task: 'binary',
  features: [
    ...Array.from({ length: 20 }, (_, index) => ({
      column: `number ${String(index)}`,
      kind: 'piecewise' as const,
      edges: Array.from({ length: bins + 1 }, (_unused, edge) => edge / bins - 0.5),
      median: 0,
      indicator: index % 4 === 0,
    })),
    ...Array.from({ length: 5 }, (_, index) => ({
      column: `category ${String(index)}`,
      kind: 'category' as const,
      vocabulary: Array.from({ length: 8 }, (_unused, value) => `value ${String(value)}`),
    })),
  ],
  target: { kind: 'classes', column: 'y', classes: ['no', 'yes'] },
};

const rows = 1024;

/** The default network over these columns as a file of each kind. */
async function writeFiles(): Promise<Map<Quantization, Uint8Array>> {
  await startTensors();
  const recipe = recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'y',
  });
  const facts = { task: fitted.task, rows: 10_000, columns: fitted.features.length };
  const network = build(withPreset(recipe, 'tabm', facts), networkContext(fitted));
  const made = new Map<Quantization, Uint8Array>();
  for (const quantize of quantizations) {
    const { bytes } = await exportOnnx(fitted, network, {}, { quantize, calibration: frame });
    made.set(quantize, bytes);
  }
  network.dispose();
  return made;
}

const frame = ordinaryFrame(fitted, rows);
// While this module is loaded, for what loads others as it goes cannot do so later.
const files = await writeFiles();

/** Opens a file in ONNX Runtime. */
export async function open(quantize: Quantization): Promise<{
  bytes: number;
  time(): Promise<Latency>;
  close(): Promise<void>;
}> {
  const bytes = files.get(quantize) ?? new Uint8Array();
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feedsOf = (start: number, end: number): Record<string, Tensor> =>
    Object.fromEntries(
      frame.columns.map((column) => {
        const shape = [end - start, 1];
        if (column.kind === 'image') throw new TypeError('there are no pictures here');
        if (column.kind !== 'text')
          return [
            column.name,
            new Tensor('float32', Float32Array.from(column.values.slice(start, end)), shape),
          ];
        const texts = Array.from(column.codes.subarray(start, end), (code) => column.dictionary[code] ?? '');
        return [column.name, new Tensor('string', texts, shape)];
      }),
    );
  return {
    bytes: bytes.byteLength,
    time: () =>
      measureLatency(async (start, end) => {
        const results = await session.run(feedsOf(start, end));
        const scores = results['probabilities']?.data;
        if (!(scores instanceof Float32Array)) throw new Error('The file gives no probabilities.');
        return { scores, width: 2, labels: null };
      }, rows),
    close: () => session.release(),
  };
}

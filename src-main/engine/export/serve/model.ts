import '../../no-telemetry';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ContractColumn, InputContract } from '../../../contract/schemas/input-contract';
import type { Value } from './cells';

/** What is answered for one row. */
export interface Prediction {
  predicted: number | string | null;
  /** By class; for classes only. */
  probabilities?: Record<string, number>;
}

/** A model that answers rows. */
export interface ServedModel {
  readonly runtime: string;
  predict(columns: readonly Value[][], rows: number): Promise<Prediction[]>;
  close(): Promise<void>;
}

/** Not a number of JSON's. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Opens an ONNX file in ONNX Runtime on the processor. */
export async function openModel(path: string, contract: InputContract): Promise<ServedModel> {
  // Before the library is loaded: its builds collect how they are used unless this says no.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  const runtime = await import('onnxruntime-node');
  const session: InferenceSession = await runtime.InferenceSession.create(path, { logSeverityLevel: 3 });
  const { predicted, probabilities } = contract.outputs;

  const tensor = (
    values: readonly Value[],
    { takes, image }: Pick<ContractColumn, 'takes' | 'image'>,
    rows: number,
  ): Tensor => {
    if (image !== undefined) {
      const { height, width, channels } = image;
      const size = height * width * channels;
      const points = new Float32Array(rows * size).fill(Number.NaN);
      values.forEach((value, row) => {
        if (typeof value === 'object') points.set(value, row * size);
      });
      return new runtime.Tensor('float32', points, [rows, height, width, channels]);
    }
    const shape = [rows, 1];
    if (takes === 'text') return new runtime.Tensor('string', values.map(String), shape);
    return takes === 'number'
      ? new runtime.Tensor('float32', Float32Array.from(values, Number), shape)
      : new runtime.Tensor('float64', Float64Array.from(values, Number), shape);
  };

  return {
    runtime: `onnxruntime-node ${runtime.env.versions.node ?? runtime.env.versions.common}`,
    async predict(columns, rows) {
      const feeds = Object.fromEntries(
        contract.columns.map((column, place) => [column.name, tensor(columns[place] ?? [], column, rows)]),
      );
      const results = await session.run(feeds);
      const answers = Array.from({ length: rows }, (_, row) => results[predicted]?.data[row]);
      const scores = probabilities === null ? [] : Array.from(results[probabilities]?.data ?? [], Number);
      const classes = contract.classes ?? [];
      return answers.map((answer, row): Prediction => {
        if (contract.classes === null) return { predicted: finite(Number(answer)) };
        const own = scores.slice(row * classes.length, (row + 1) * classes.length);
        return {
          predicted: String(answer),
          probabilities: Object.fromEntries(classes.map((name, index) => [name, own[index] ?? 0])),
        };
      });
    },
    close: () => session.release(),
  };
}

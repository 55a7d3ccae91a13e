import type { InputContract } from '../../../contract/schemas/input-contract';
import type { ModelFormat } from '../../../contract/schemas/exports';
import type { Frame } from '../../data/frame';
import { predictRows } from '../../evaluate/predict';
import { decide } from '../../evaluate/threshold';
import { hostInputs } from '../../features/host';
import type { LoadedModel } from '../../model/load';
import { encodedFrame } from '../encoded';
import { columnInputs } from '../tflite/columns';
import { exampleFrame, jsonRows } from './example-rows';
import type { ExampleValue } from './example-rows';

const exampleCount = 8;

/** The formats that hold the network alone, which takes encoded columns. */
const networkFormats: readonly ModelFormat[] = ['keras', 'h5', 'tfjs', 'python'];
export const holdsNetworkAlone = (format: ModelFormat): boolean => networkFormats.includes(format);

export interface Examples {
  rows: Record<string, ExampleValue>[];
  expected: unknown[];
  /** The rows as the network takes them, [rows, width], where the file holds the network alone. */
  encoded?: number[][];
  /** The inputs of each row by name, where the file takes ids and parts; null for NaN. */
  inputs?: Record<string, (number | null)[]>[];
}

/** The answers of the workbench to rows, as the examples of the kit give them. */
async function expectedOf(
  { fitted, network }: LoadedModel,
  { classes }: InputContract,
  frame: Frame,
): Promise<unknown[]> {
  const inputs = hostInputs(fitted, frame);
  const scores = await predictRows(fitted, network, inputs, frame.rows, async () => undefined);
  if (classes === null) return Array.from(scores, (predicted) => ({ predicted }));
  const threshold = fitted.target.kind === 'classes' ? fitted.target.threshold : undefined;
  const chosen = decide(scores, classes.length, threshold);
  return Array.from({ length: frame.rows }, (_, row) => ({
    predicted: classes[chosen[row] ?? 0] ?? '',
    probabilities: Object.fromEntries(
      classes.map((name, place) => [name, scores[row * classes.length + place] ?? 0]),
    ),
  }));
}

async function encodedRows({ fitted }: LoadedModel, frame: Frame): Promise<number[][]> {
  const { columns } = await encodedFrame(fitted, frame, async () => undefined);
  return Array.from({ length: frame.rows }, (_, row) =>
    columns.map((column) => (column.kind === 'number' ? (column.values[row] ?? 0) : 0)),
  );
}

function inputRows({ fitted }: LoadedModel, frame: Frame): Record<string, (number | null)[]>[] {
  const prepared = hostInputs(fitted, frame);
  const inputs = columnInputs(fitted).map(({ name, specification }) => ({
    name,
    width: specification.width ?? 1,
    values: Array.from(prepared[specification.name]?.values ?? []),
  }));
  return Array.from({ length: frame.rows }, (_, row) =>
    Object.fromEntries(
      inputs.map(({ name, width, values }) => [
        name,
        values.slice(row * width, (row + 1) * width).map((value) => (Number.isFinite(value) ? value : null)),
      ]),
    ),
  );
}

/** Made-up rows with the application's answers; where a format does not take them as they are, also as it does. */
export async function examplesOf(
  model: LoadedModel,
  contract: InputContract,
  format: ModelFormat,
): Promise<Examples> {
  const frame = exampleFrame(model.fitted, contract, exampleCount);
  return {
    rows: jsonRows(contract, frame),
    expected: await expectedOf(model, contract, frame),
    ...(holdsNetworkAlone(format) ? { encoded: await encodedRows(model, frame) } : {}),
    ...(format === 'tflite' ? { inputs: inputRows(model, frame) } : {}),
  };
}

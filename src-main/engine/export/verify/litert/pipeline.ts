import { z } from 'zod';
import { StrongroomError } from '../../../../contract/errors';
import { quantizationSchema } from '../../../../contract/schemas/exports';
import type { Frame } from '../../../data/frame';
import { fittedSchema } from '../../../features/fitted';
import { hostInputs } from '../../../features/host';
import { pipelineFile } from '../../tflite/describe';
import { packedFile } from '../../tflite/file/packed';
import type { LitePort } from './interpreter';

/** What the file says of how raw columns become its inputs. */
const pipelineSchema = z.object({
  inputs: z.array(z.object({ name: z.string(), column: z.string(), input: z.string() })),
  fitted: fittedSchema,
  quantize: quantizationSchema.default('none'),
});
export type Pipeline = z.infer<typeof pipelineSchema>;

export function differs(message: string, expected: string, received: string): StrongroomError {
  return new StrongroomError('EXPORT_DIFFERS', message, {
    expected,
    received,
    next: 'Give the file that was exported from this model.',
  });
}

/** Throws EXPORT_DIFFERS when the file was not exported here. */
export function readPipeline(bytes: Uint8Array, path: string): Pipeline {
  const packed = packedFile(bytes, pipelineFile);
  try {
    return pipelineSchema.parse(JSON.parse(Buffer.from(packed ?? []).toString('utf8')));
  } catch {
    throw differs(
      `${path} does not say how raw columns become its inputs.`,
      `a packed file ${pipelineFile} that describes them`,
      packed === null ? 'none' : 'another one',
    );
  }
}

/** What the inputs of one row are, in the order of the session. */
export type RowInputs = (row: number) => (Float32Array | Int32Array)[];

/** The rows of a frame as a session takes them. Throws EXPORT_DIFFERS when it takes other things than the frame has. */
export function rowInputs({ inputs, fitted }: Pipeline, frame: Frame, ports: readonly LitePort[]): RowInputs {
  let prepared;
  try {
    prepared = hostInputs(fitted, frame);
  } catch (error) {
    throw differs(
      'The TensorFlow Lite file takes columns that the model does not have.',
      fitted.features.map(({ column }) => column).join(', '),
      error instanceof Error ? error.message : String(error),
    );
  }
  const names = new Map(inputs.map(({ name, input }) => [name, input]));
  const columns = ports.map((port) => {
    const input = prepared[names.get(port.name) ?? ''];
    const width = input === undefined ? 0 : 'width' in input ? (input.width ?? 1) : 1;
    const wanted = port.shape.reduce((product, size) => product * size, 1);
    if (input === undefined || input.dtype !== port.type || width !== wanted) {
      throw differs(
        `The TensorFlow Lite file takes an input ${port.name} that the model does not have.`,
        `${port.name} (${port.type}, ${wanted} a row)`,
        input === undefined ? 'no such input' : `${input.dtype}, ${width} a row`,
      );
    }
    return { values: input.values, width };
  });
  return (row) => columns.map(({ values, width }) => values.slice(row * width, (row + 1) * width));
}

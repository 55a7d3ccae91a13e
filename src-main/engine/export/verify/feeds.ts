import '../../no-telemetry';
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import { StrongroomError } from '../../../contract/errors';
import type { ExportScope } from '../../../contract/schemas/exports';
import { missingCode, referencesOf } from '../../data/frame';
import { encodedName } from '../onnx/trace-model';
import type { Frame, FrameColumn } from '../../data/frame';

const tensorTypes = { number: 'float32', text: 'string', moment: 'float64', image: 'float32' } as const;

function tensorOf(column: FrameColumn, start: number, end: number): Tensor {
  const shape = [end - start, 1];
  switch (column.kind) {
    case 'number':
      return new Tensor('float32', column.values.slice(start, end), shape);
    case 'moment':
      return new Tensor('float64', column.values.slice(start, end), shape);
    case 'image': {
      const [pixels] = column.pixels;
      if (pixels === undefined) throw new TypeError(`The pictures of ${column.name} are not there.`);
      const wanted = referencesOf(column, start, end);
      const { height, width, channels } = pixels.shape;
      return new Tensor('float32', pixels.read(wanted), [end - start, height, width, channels]);
    }
    case 'text': {
      const texts = Array.from(column.codes.subarray(start, end), (code) =>
        code === missingCode ? '' : (column.dictionary[code] ?? ''),
      );
      return new Tensor('string', texts, shape);
    }
  }
}

/**
 * The columns that a session takes, in the order of its inputs. Throws EXPORT_DIFFERS when the frame has no such
 * column or one of another type: then the file is not an export of this model.
 */
export function columnsFor(session: InferenceSession, frame: Frame): FrameColumn[] {
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  return session.inputMetadata.map((input) => {
    const column = columns.get(input.name);
    const type = column === undefined ? 'no such column' : tensorTypes[column.kind];
    if (column === undefined || !input.isTensor || input.type !== type) {
      throw new StrongroomError(
        'EXPORT_DIFFERS',
        `The ONNX file takes an input ${input.name} that the model does not have.`,
        {
          expected: `${input.name} of type ${input.isTensor ? input.type : 'other than tensor'}`,
          received: type,
          next: 'Give the file that was exported from this model.',
        },
      );
    }
    return column;
  });
}

/** Rows [start, end) of a frame as the inputs of a session; missing text as ''. */
export type Feeder = (start: number, end: number) => Record<string, Tensor>;

/** One matrix [rows, columns] of the numbers of all columns. */
function matrixFeeder({ columns }: Frame): Feeder {
  const width = columns.length;
  return (start, end) => {
    const values = new Float32Array((end - start) * width);
    columns.forEach((column, place) => {
      if (column.kind !== 'number') return;
      for (let row = start; row < end; row++)
        values[(row - start) * width + place] = column.values[row] ?? Number.NaN;
    });
    return { [encodedName]: new Tensor('float32', values, [end - start, width]) };
  };
}

/**
 * How rows of a frame get into a session, with the columns in the order that the frame has.
 * Throws EXPORT_DIFFERS when the session takes something else.
 */
export function feederFor(session: InferenceSession, frame: Frame, scope: ExportScope): Feeder {
  if (scope === 'network') return matrixFeeder(frame);
  const wanted = new Set(columnsFor(session, frame));
  const columns = frame.columns.filter((column) => wanted.has(column));
  return (start, end) =>
    Object.fromEntries(columns.map((column) => [column.name, tensorOf(column, start, end)]));
}

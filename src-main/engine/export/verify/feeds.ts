import '../../no-telemetry';
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import { StrongroomError } from '../../../contract/errors';
import { missingCode } from '../../data/frame';
import type { Frame, FrameColumn } from '../../data/frame';

const tensorTypes = { number: 'float32', text: 'string', moment: 'float64' } as const;

function tensorOf(column: FrameColumn, start: number, end: number): Tensor {
  const shape = [end - start, 1];
  switch (column.kind) {
    case 'number':
      return new Tensor('float32', column.values.slice(start, end), shape);
    case 'moment':
      return new Tensor('float64', column.values.slice(start, end), shape);
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

/** Rows [start, end) of the columns as inputs of shape [rows, 1]; missing text as ''. */
export function feedsOf(columns: readonly FrameColumn[], start: number, end: number): Record<string, Tensor> {
  return Object.fromEntries(columns.map((column) => [column.name, tensorOf(column, start, end)]));
}

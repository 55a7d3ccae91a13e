import { StrongroomError } from '../../../contract/errors';
import { missingCode } from '../../data/frame';
import type { Frame, FrameColumn } from '../../data/frame';
import type { Task } from '../../../contract/schemas/recipe';
import { spreadOf } from './difference';
import { predictedColumn, probabilityColumn } from '../../protocol';

/** The application's own answers, as the `predict` task writes them. */
export type Expected =
  | {
      kind: 'number';
      rows: number;
      predicted: Float32Array;
      /** Their standard deviation. */
      spread: number;
    }
  | {
      kind: 'classes';
      rows: number;
      classes: string[];
      predicted: (row: number) => string;
      probabilities: Float32Array[];
      /** From which probability on the second of two classes is chosen; null for the most probable class. */
      threshold: number | null;
    };

function missing(name: string): StrongroomError {
  return new StrongroomError('INTERNAL', `The predictions to compare with have no column ${name}.`);
}

/** Reads a prediction frame. Throws INTERNAL when its columns are not those of the task. */
export function expectedOf(frame: Frame, task: Task, threshold: number | null = null): Expected {
  const predicted = frame.columns.find(({ name }) => name === predictedColumn);
  if (predicted === undefined) throw missing(predictedColumn);
  if (task === 'regression') {
    if (predicted.kind !== 'number') throw missing(predictedColumn);
    return {
      kind: 'number',
      rows: frame.rows,
      predicted: predicted.values,
      spread: spreadOf(predicted.values),
    };
  }
  if (predicted.kind !== 'text') throw missing(predictedColumn);
  const prefix = probabilityColumn('');
  const columns = frame.columns.filter(
    (column): column is Extract<FrameColumn, { kind: 'number' }> =>
      column !== predicted && column.kind === 'number' && column.name.startsWith(prefix),
  );
  if (columns.length < 2) throw missing(probabilityColumn('…'));
  const { codes, dictionary } = predicted;
  return {
    kind: 'classes',
    rows: frame.rows,
    classes: columns.map(({ name }) => name.slice(prefix.length)),
    predicted: (row) => dictionary[codes[row] ?? missingCode] ?? '',
    probabilities: columns.map(({ values }) => values),
    threshold,
  };
}

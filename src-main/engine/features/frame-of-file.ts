import { join } from 'node:path';
import type { Warning } from '../../contract/schemas/common';
import { targetMissingWarnings } from './prepare';
import { openDatabase, numeric } from '../data/database';
import { writeFrame, type Frame } from '../data/frame';
import { Pixels, pixelsName } from '../data/pixels';
import { identifier, literal } from '../data/sql';
import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { readColumns, type WantedColumn } from './columns';
import { inputKinds, takesImage, takesText, type Fitted } from './fitted';

const examplesShown = 3;

/** Tells, by column, of values that the model has no slot for: it takes them all for the same unknown one. */
export function unknownValueWarnings(frame: Frame, { features }: Pick<Fitted, 'features'>): Warning[] {
  return features.flatMap((feature): Warning[] => {
    const column = frame.columns.find(({ name }) => name === feature.column);
    if (
      !takesText(feature) ||
      feature.kind === 'words' ||
      feature.kind === 'tokens' ||
      column?.kind !== 'text'
    )
      return [];
    const known = new Set(feature.vocabulary);
    const isUnknown = column.dictionary.map((text) => text !== '' && !known.has(text));
    const rows = column.codes.reduce((sum, code) => sum + (isUnknown[code] === true ? 1 : 0), 0);
    if (rows === 0) return [];
    const examples = column.dictionary.filter((_, code) => isUnknown[code]).slice(0, examplesShown);
    return [
      {
        code: 'UNKNOWN_VALUES',
        message: `${rows} ${rows === 1 ? 'value' : 'values'} of "${feature.column}" ${rows === 1 ? 'is' : 'are'} not among those that the model knows, such as ${examples.map((text) => `"${text}"`).join(', ')}.`,
        column: feature.column,
        rows,
        next: 'Predictions for these rows rest on the other columns. Check the spelling, or train on data that has them.',
      },
    ];
  });
}

/**
 * Writes the columns that a model takes as a frame, in the order of the file. With the target, rows that lack it are
 * left out and counted, for they cannot be scored.
 */
export async function frameOfFile(
  { parquet, withTarget, path, directory }: Omit<TaskParams<'frame'>, 'model'>,
  fitted: Fitted,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<TaskResult<'frame'>> {
  const { target } = fitted;
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    // In every shape that some feature takes the pictures in: a model that joins others may have several.
    const pixelsOf = (name: string): Pixels[] =>
      directory === undefined
        ? []
        : [
            ...new Set(
              fitted.features
                .filter(takesImage)
                .filter(({ column }) => column === name)
                .map(pixelsName),
            ),
          ].map((file) => Pixels.open(join(directory, file)));
    const all: WantedColumn[] = fitted.features.map(({ column, kind }) => ({
      name: column,
      kind: inputKinds[kind],
      pixels: pixelsOf(column),
    }));
    // A column that is encoded in several ways is read once.
    const wanted = all.filter(({ name }, index) => index === all.findIndex((other) => other.name === name));
    if (withTarget) wanted.push({ name: target.column, kind: target.kind === 'number' ? 'number' : 'text' });
    const source = `read_parquet(${literal(parquet)})`;
    const missing = withTarget ? `count(*) - count(${identifier(target.column)})` : '0';
    const [counted = {}] = await database.rows(
      `SELECT count(*) AS total, ${missing} AS missing FROM ${source}`,
    );
    const targetMissing = numeric(counted['missing']);
    const rows = numeric(counted['total']) - targetMissing;
    const where = withTarget ? ` WHERE ${identifier(target.column)} IS NOT NULL` : '';
    const frame = await readColumns(database, wanted, `${source}${where}`, rows);
    await writeFrame(path, frame);
    return {
      rows,
      targetMissing,
      warnings: [
        ...targetMissingWarnings(target.column, targetMissing),
        ...unknownValueWarnings(frame, fitted),
      ],
    };
  } finally {
    database.close();
  }
}

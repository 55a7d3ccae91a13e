import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  noInputs,
  planTask,
  requireRows,
  requireSequences,
  roleOf,
  splitColumn,
  stepsOf,
  targetColumn,
} from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { InputRange } from '../../contract/schemas/input-contract';
import type { Task } from '../../contract/schemas/recipe';
import { openDatabase, throwIfCancelled, type Database } from '../data/database';
import { Pixels, pixelsName } from '../data/pixels';
import { literal } from '../data/sql';
import { foldFolder, modelFiles, type TaskContext, type TaskParams, type TaskResult } from '../protocol';
import { Random } from '../random';
import { frameKind, type WantedColumn } from './columns';
import { fitFeatures, type ImagePixels, type InputColumn } from './fit';
import { columnsAQuery } from './fit/statistics';
import { rowColumn } from './folds';
import { inputRanges } from './input-ranges';
import { parts, splitRows, type Split } from './split';
import { checkSplit } from './split/check';
import { holdsMoments, readSplitRows } from './split/read';
import { writeParts } from './write-parts';

const appendedAtOnce = 2_048;
/** In the stored split: rows that train, but that statistics of numbers are not taken from. */
const trainOnly = 4;
/** Values of one query whose quantiles DuckDB holds, three times each. */
const mostFittedValues = 4_000_000;

/**
 * Keeps the part of each row in a table beside the data, in the order of the rows, so that SQL can fit on training rows
 * alone. @param mostFitted of the training rows, chosen by the seed, keep their part; the others get `trainOnly`.
 */
async function storeSplit(
  database: Database,
  { part, counts }: Split,
  mostFitted: number,
  seed: number,
): Promise<void> {
  await database.run('CREATE OR REPLACE TEMP TABLE split ("#part" UTINYINT)');
  const appender = await database.connection.createAppender('split', 'main', 'temp');
  const random = new Random(seed, 'rows to fit on');
  let left = counts.train;
  let wanted = Math.min(left, mostFitted);
  part.forEach((value, row) => {
    const isFitted = value === parts.train && random.next() * left-- < wanted;
    if (isFitted) wanted -= 1;
    appender.appendUTinyInt(value === parts.train && !isFitted ? trainOnly : value);
    appender.endRow();
    if (row % appendedAtOnce === appendedAtOnce - 1) appender.flushSync();
  });
  appender.closeSync();
}

function smallClassWarnings(target: string, strata: readonly Int32Array[], names: number): Warning[] {
  const small = strata.filter(({ length }) => length < 5);
  if (names === 0 || small.length === 0) return [];
  return [
    {
      code: 'SMALL_CLASS',
      message: `${small.length} of the ${strata.length} values of ${target} have fewer than 5 rows: scores for them mean little.`,
      column: target,
      rows: small.reduce((sum, { length }) => sum + length, 0),
      next: 'Bring more rows of them, or merge them with others.',
    },
  ];
}

/** What of one split becomes a folder that can be trained on. */
interface Preparation {
  images: ImagePixels[];
  database: Database;
  source: string;
  inputs: readonly InputColumn[];
  target: string;
  task: Task;
  recipe: TaskParams<'prepare'>['recipe'];
}

/**
 * Fits every feature on the training rows of a split, and writes features.json and one frame a part.
 * @returns what those rows hold of each input.
 */
async function writePrepared(
  { database, source, inputs, target, task, recipe, images }: Preparation,
  split: Split,
  directory: string,
  tell: (fraction: number, detail: string) => void,
): Promise<InputRange[]> {
  const numbers = inputs.filter(({ type }) => !['text', 'image'].includes(frameKind(type))).length;
  // Of a sequence, all steps of a channel are held at once.
  const longest = Math.max(0, ...recipe.features.sequences.map(stepsOf));
  const held = Math.max(1, longest, Math.min(numbers, columnsAQuery));
  const mostFitted = Math.floor(mostFittedValues / held);
  await storeSplit(database, split, mostFitted, recipe.seed);
  // Both are scanned side by side, which costs no memory and keeps the order of the rows. In a query of its own, so
  // that no column of the data is mistaken for the one of the split.
  const rowsOf = (...codes: number[]): string =>
    `(SELECT "#data".* FROM ${source} AS "#data" POSITIONAL JOIN temp.split AS "#split" WHERE "#split"."#part" IN (${codes.join(', ')}))`;

  tell(0, 'Fitting features on training rows');
  const fitted = await fitFeatures(
    database,
    rowsOf(parts.train, trainOnly),
    inputs,
    target,
    task,
    recipe,
    rowsOf(parts.train),
    images,
  );
  await writeFile(join(directory, modelFiles.features), JSON.stringify(fitted, null, 2));
  const wanted: WantedColumn[] = [
    ...inputs.map(({ name, type }) => ({
      name,
      kind: frameKind(type),
      pixels: images.flatMap(({ column, pixels }) => (column === name ? [pixels] : [])),
    })),
    { name: target, kind: task === 'regression' ? 'number' : 'text' },
  ];
  const progress = (fraction: number): void => tell(0.3 + 0.7 * fraction, 'Writing rows');
  await writeParts(database, source, wanted, rowColumn, split, fitted, directory, progress);
  return inputRanges(database, rowsOf(parts.train, trainOnly), inputs);
}

/** The rows of a fold without those that test: they are in no file that a fold trains on. */
function withoutTest({ part, counts }: Split): Split {
  return {
    part: part.map((value) => (value === parts.test ? parts.none : value)),
    counts: { ...counts, test: 0 },
  };
}

/**
 * Splits the rows, fits every feature on training rows, and writes features.json and one frame a part; with folds, the
 * same for each fold into a folder of its own.
 * Throws TARGET_NOT_FOUND, TARGET_SINGLE_CLASS, TARGET_UNSUITABLE, TOO_FEW_ROWS, NO_INPUT_COLUMNS or SPLIT_UNSUITABLE.
 */
export async function prepare(
  { parquet, profile, recipe, directory, shapes = [] }: TaskParams<'prepare'>,
  { signal, report }: Pick<TaskContext, 'signal' | 'report'>,
): Promise<TaskResult<'prepare'>> {
  const target = targetColumn(recipe, profile.columns);
  const { task } = planTask(recipe, target);
  requireRows(profile.rows - target.missing, target.missing);
  const inputs = profile.columns.flatMap((column) => {
    const { role, type } = roleOf(recipe, column, profile.rows);
    return role === 'input' ? [{ name: column.name, type }] : [];
  });
  const typeOf = new Map(
    profile.columns.map((column) => [column.name, roleOf(recipe, column, profile.rows).type]),
  );
  requireSequences(recipe, (name) => typeOf.get(name));
  if (inputs.length === 0) throw noInputs();
  const goesBy = { method: recipe.split.method, column: splitColumn(recipe.split, profile.columns) };

  const database = await openDatabase({
    files: [parquet],
    directories: [directory],
    spill: directory,
    signal,
  });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    report({ fraction: 0.1, detail: 'Splitting rows' });
    const found = await readSplitRows(database, source, target.name, task, goesBy);
    const split = splitRows(recipe, found, holdsMoments(goesBy));
    const splitWarnings = checkSplit(found, split, recipe.split, target.name);
    const all = [
      { split, folder: directory },
      ...split.folds.map((fold, index) => ({
        split: withoutTest(fold),
        folder: join(directory, foldFolder(index)),
      })),
    ];
    const images = shapes.map(({ column, shape }) => ({
      column,
      pixels: Pixels.open(join(directory, pixelsName(shape))),
    }));
    const preparation = { database, source, inputs, target: target.name, task, recipe, images };
    let ranges: InputRange[] = [];
    for (const [index, { split: each, folder }] of all.entries()) {
      throwIfCancelled(signal);
      await mkdir(folder, { recursive: true });
      const found = await writePrepared(preparation, each, folder, (fraction, detail) =>
        report({ fraction: 0.3 + (0.7 * (index + fraction)) / all.length, detail }),
      );
      // Of all rows that train; those of a fold are fewer.
      if (index === 0) ranges = found;
    }
    const labelled = found.strata.reduce((sum, { length }) => sum + length, 0);
    const targetMissing = found.rows - labelled;
    return {
      task,
      inputs: inputs.map(({ name }) => name),
      rows: split.counts,
      targetMissing,
      ranges,
      warnings: [
        ...targetMissingWarnings(target.name, targetMissing),
        ...smallClassWarnings(target.name, found.strata, task === 'regression' ? 0 : 1),
        ...splitWarnings,
      ],
    };
  } finally {
    database.close();
  }
}

/** Tells of rows that were set aside because they lack the value to predict. */
export function targetMissingWarnings(target: string, missing: number): Warning[] {
  if (missing === 0) return [];
  return [
    {
      code: 'TARGET_MISSING',
      message: `${missing} ${missing === 1 ? 'row has' : 'rows have'} no value in ${target} and ${missing === 1 ? 'was' : 'were'} set aside.`,
      column: target,
      rows: missing,
    },
  ];
}

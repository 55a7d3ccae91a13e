import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noInputs, planTask, requireRows, roleOf, targetColumn } from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { Task } from '../../contract/schemas/recipe';
import { numeric, openDatabase, throwIfCancelled, type Database } from '../data/database';
import { identifier, literal } from '../data/sql';
import { modelFiles, type TaskContext, type TaskParams, type TaskResult } from '../protocol';
import { Random } from '../random';
import { frameKind, type WantedColumn } from './columns';
import { fitFeatures } from './fit';
import { columnsAQuery } from './fit/statistics';
import { rowColumn } from './folds';
import { noClass, parts, splitRows, strataOfClasses, strataOfNumbers, type Split } from './split';
import { writeParts } from './write-parts';

const appendedAtOnce = 2_048;
/** In the stored split: rows that train, but that statistics of numbers are not taken from. */
const trainOnly = 4;
/** Values of one query whose quantiles DuckDB holds, three times each. */
const mostFittedValues = 4_000_000;

/** Groups the rows that have a value to predict, for the split; some bytes a row are held. */
async function strataOf(
  database: Database,
  source: string,
  target: string,
  task: Task,
): Promise<{ rows: number; strata: Int32Array[] }> {
  const name = identifier(target);
  const [counted = {}] = await database.rows(`SELECT count(*) AS rows FROM ${source}`);
  const rows = numeric(counted['rows']);
  let next = 0;
  if (task === 'regression') {
    const value = `CAST(${name} AS DOUBLE)`;
    const sorted = new Int32Array(rows);
    const ordered = `SELECT file_row_number FROM ${source} WHERE isfinite(${value}) ORDER BY ${value}, file_row_number`;
    for await (const [chunk = []] of database.chunks(ordered)) {
      for (const row of chunk) sorted[next++] = numeric(row);
    }
    return { rows, strata: strataOfNumbers(sorted.subarray(0, next)) };
  }
  const codes = new Uint32Array(rows);
  const known = new Map<string, number>();
  const classes = `SELECT CAST(${name} AS VARCHAR), file_row_number FROM ${source}`;
  for await (const [chunk = [], places = []] of database.chunks(classes)) {
    for (const [index, value] of chunk.entries()) {
      if (typeof value === 'string' && !known.has(value)) known.set(value, known.size);
      codes[numeric(places[index])] = typeof value === 'string' ? (known.get(value) ?? noClass) : noClass;
    }
  }
  return { rows, strata: strataOfClasses(codes, [...known.keys()]) };
}

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
  await database.run('CREATE TEMP TABLE split ("#part" UTINYINT)');
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

function smallClassWarnings(target: string, strata: Int32Array[], names: number): Warning[] {
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

/**
 * Splits the rows, fits every feature on training rows, and writes features.json and one frame a part.
 * Throws TARGET_NOT_FOUND, TARGET_SINGLE_CLASS, TARGET_UNSUITABLE, TOO_FEW_ROWS or NO_INPUT_COLUMNS.
 */
export async function prepare(
  { parquet, profile, recipe, directory }: TaskParams<'prepare'>,
  { signal, report }: Pick<TaskContext, 'signal' | 'report'>,
): Promise<TaskResult<'prepare'>> {
  const target = targetColumn(recipe, profile.columns);
  const { task } = planTask(recipe, target);
  requireRows(profile.rows - target.missing, target.missing);
  const inputs = profile.columns.flatMap((column) => {
    const { role, type } = roleOf(recipe, column, profile.rows);
    return role === 'input' ? [{ name: column.name, type }] : [];
  });
  if (inputs.length === 0) throw noInputs();

  const database = await openDatabase({
    files: [parquet],
    directories: [directory],
    spill: directory,
    signal,
  });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    report({ fraction: 0.1, detail: 'Splitting rows' });
    const { rows, strata } = await strataOf(database, source, target.name, task);
    const split = splitRows(recipe, rows, strata);
    const numbers = inputs.filter(({ type }) => frameKind(type) !== 'text').length;
    const mostFitted = Math.floor(mostFittedValues / Math.max(1, Math.min(numbers, columnsAQuery)));
    await storeSplit(database, split, mostFitted, recipe.seed);
    // Both are scanned side by side, which costs no memory and keeps the order of the rows. In a query of its own, so
    // that no column of the data is mistaken for the one of the split.
    const rowsOf = (...codes: number[]): string =>
      `(SELECT "#data".* FROM ${source} AS "#data" POSITIONAL JOIN temp.split AS "#split" WHERE "#split"."#part" IN (${codes.join(', ')}))`;

    report({ fraction: 0.4, detail: 'Fitting features on training rows' });
    const fitted = await fitFeatures(
      database,
      rowsOf(parts.train, trainOnly),
      inputs,
      target.name,
      task,
      recipe,
      rowsOf(parts.train),
    );
    await writeFile(join(directory, modelFiles.features), JSON.stringify(fitted, null, 2));

    const wanted: WantedColumn[] = [
      ...inputs.map(({ name, type }) => ({ name, kind: frameKind(type) })),
      { name: target.name, kind: task === 'regression' ? 'number' : 'text' },
    ];
    throwIfCancelled(signal);
    const progress = (fraction: number): void =>
      report({ fraction: 0.6 + 0.4 * fraction, detail: 'Writing rows' });
    await writeParts(database, source, wanted, rowColumn, split, fitted, directory, progress);
    const labelled = strata.reduce((sum, { length }) => sum + length, 0);
    return {
      task,
      inputs: inputs.map(({ name }) => name),
      rows: split.counts,
      targetMissing: rows - labelled,
      warnings: [
        ...targetMissingWarnings(target.name, rows - labelled),
        ...smallClassWarnings(target.name, strata, task === 'regression' ? 0 : 1),
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

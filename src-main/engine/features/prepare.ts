import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noInputs, planTask, requireRows, roleOf, targetColumn } from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { Task } from '../../contract/schemas/recipe';
import { openDatabase, throwIfCancelled, type Database } from '../data/database';
import { writeFrame } from '../data/frame';
import { identifier, literal } from '../data/sql';
import { modelFiles, preparedFiles, type TaskContext, type TaskParams, type TaskResult } from '../protocol';
import { frameKind, readColumns, type WantedColumn } from './columns';
import { fitFeatures } from './fit';
import { parts, splitRows, strataOfClasses, strataOfNumbers, type Split } from './split';

/** The frame column that tells each row's place in the data set; the import gives no column of the data this name. */
export const rowColumn = 'file_row_number';
const appendedAtOnce = 2_048;

/** Groups the rows that have a value to predict, for the split. */
async function strataOf(
  database: Database,
  source: string,
  target: string,
  task: Task,
): Promise<{ rows: number; strata: number[][] }> {
  const name = identifier(target);
  const order = `FROM ${source} ORDER BY file_row_number`;
  if (task === 'regression') {
    const values: number[] = [];
    for await (const [chunk = []] of database.chunks(`SELECT CAST(${name} AS DOUBLE) ${order}`)) {
      for (const value of chunk)
        values.push(typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN);
    }
    return { rows: values.length, strata: strataOfNumbers(Float64Array.from(values)) };
  }
  const classes: (string | null)[] = [];
  for await (const [chunk = []] of database.chunks(`SELECT CAST(${name} AS VARCHAR) ${order}`)) {
    for (const value of chunk) classes.push(typeof value === 'string' ? value : null);
  }
  return { rows: classes.length, strata: strataOfClasses(classes) };
}

/** Keeps the part of each row in a table beside the data, so that SQL can fit on training rows alone. */
async function storeSplit(database: Database, { part }: Split): Promise<void> {
  await database.run('CREATE TEMP TABLE split ("#row" BIGINT, "#part" UTINYINT)');
  const appender = await database.connection.createAppender('split', 'main', 'temp');
  part.forEach((value, row) => {
    appender.appendBigInt(BigInt(row));
    appender.appendUTinyInt(value);
    appender.endRow();
    if (row % appendedAtOnce === appendedAtOnce - 1) appender.flushSync();
  });
  appender.closeSync();
}

function smallClassWarnings(target: string, strata: number[][], names: number): Warning[] {
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
    await storeSplit(database, split);
    // In a query of its own, so that no column of the data is mistaken for one of the split.
    const rowsOf = (part: number): string =>
      `${source} WHERE file_row_number IN (SELECT split."#row" FROM temp.split WHERE split."#part" = ${part})`;

    report({ fraction: 0.4, detail: 'Fitting features on training rows' });
    const fitted = await fitFeatures(database, rowsOf(parts.train), inputs, target.name, task, recipe);
    await writeFile(join(directory, modelFiles.features), JSON.stringify(fitted, null, 2));

    const wanted: WantedColumn[] = [
      ...inputs.map(({ name, type }) => ({ name, kind: frameKind(type) })),
      { name: target.name, kind: task === 'regression' ? 'number' : 'text' },
    ];
    for (const [i, part] of (['train', 'validation', 'test'] as const).entries()) {
      throwIfCancelled(signal);
      report({ fraction: 0.6 + 0.13 * i, detail: `Writing ${part} rows` });
      const frame = await readColumns(
        database,
        wanted,
        `${rowsOf(parts[part])} ORDER BY file_row_number`,
        split.counts[part],
      );
      const places = Float32Array.from(split.part.keys()).filter((row) => split.part[row] === parts[part]);
      frame.columns.push({ name: rowColumn, kind: 'number', values: places });
      await writeFrame(join(directory, preparedFiles[part]), frame);
    }
    return {
      task,
      inputs: inputs.map(({ name }) => name),
      rows: split.counts,
      targetMissing: rows - strata.flat().length,
      warnings: [
        ...targetMissingWarnings(target.name, rows - strata.flat().length),
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

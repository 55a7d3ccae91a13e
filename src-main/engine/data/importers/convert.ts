import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType, Reading } from '../../../contract/schemas/data';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { detectForms } from './detect';
import { categoryForm, formsOf, sqlType } from './forms';
import type { Form } from './forms';
import { rawColumns } from './relation';

/** Begins the message of the error that a value raises which does not follow the form of its column. */
const surprise = 'STRONGROOM_FORM';
/** Rows of a group of the Parquet file times its columns: what is held in memory before it is written. */
const cellsOfGroup = 2_000_000;
const largestGroup = 122_880;
const vectorSize = 2_048;

function parquetOptions(width: number): string {
  const rows = Math.max(1, Math.floor(cellsOfGroup / width / vectorSize)) * vectorSize;
  return `FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${Math.min(largestGroup, rows)}`;
}

export interface Typing {
  names: string[];
  forms: Form[];
  /** Columns whose type was given: what does not follow it becomes missing, and is counted. */
  given: boolean[];
  reading: Pick<Reading, 'decimalSeparator' | 'dateOrder'>;
  warnings: Warning[];
}

export const isSurprise = (error: unknown): boolean =>
  error instanceof Error && error.message.includes(surprise);

const cleaned = (column: string, unifyBreaks: boolean): string =>
  unifyBreaks ? `replace(replace(${column}, chr(13) || chr(10), chr(10)), chr(13), chr(10))` : column;

/**
 * Writes `relation` as Parquet with the types that `typing` expects, in one pass. Throws an error for which
 * `isSurprise` holds when a value does not follow them; then nothing has been decided.
 */
export async function writeExpected(
  database: Database,
  relation: string,
  typing: Typing,
  path: string,
  unifyBreaks: boolean,
): Promise<void> {
  const columns = rawColumns(typing.names.length).map((column, i) => {
    const form = typing.forms[i] ?? categoryForm;
    const name = identifier(typing.names[i] ?? column);
    if (form.sql('x') === 'x') return `${cleaned(column, unifyBreaks)} AS ${name}`;
    const fault = `CAST(error(${literal(surprise)} || ${column}) AS ${sqlType(form.type)})`;
    const value = `(${form.sql(column)})::${sqlType(form.type)}`;
    return `coalesce(${value}, CASE WHEN ${column} IS NULL THEN NULL ELSE ${fault} END) AS ${name}`;
  });
  await database.run(
    `COPY (SELECT ${columns.join(', ')} FROM ${relation}) TO ${literal(path)} (${parquetOptions(columns.length)})`,
  );
}

/** Copies the raw text of `relation` into a Parquet file that can be read again and again. */
export async function stage(
  database: Database,
  relation: string,
  path: string,
  unifyBreaks: boolean,
  width: number,
) {
  const columns = rawColumns(width).map((column) => `${cleaned(column, unifyBreaks)} AS ${column}`);
  await database.run(
    `COPY (SELECT ${columns.join(', ')} FROM ${relation}) TO ${literal(path)} (${parquetOptions(columns.length)})`,
  );
  return `read_parquet(${literal(path)})`;
}

/**
 * The form of every column over all rows of a relation of raw text.
 * @param types what a person or a model asks for; those columns are not guessed.
 */
export async function findTyping(
  database: Database,
  relation: string,
  names: string[],
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
): Promise<Typing> {
  const detection = await detectForms(database, relation, rawColumns(names.length), names, given);
  const forms = names.map((name, i) => {
    const found = detection.forms[i] ?? categoryForm;
    const type = types.get(name);
    if (type === undefined) return found;
    // A whole-number column of a model may carry decimals in a later file: they are numbers all the same.
    const widened = type === 'integer' && found.type === 'decimal';
    return widened || (found.type === type && type !== 'category') ? found : formsOf(type, detection.reading);
  });
  const warnings = detection.warnings.filter((warning) => !types.has(warning.column ?? ''));
  return { names, forms, given: names.map((name) => types.has(name)), reading: detection.reading, warnings };
}

/** Writes a staged relation with its typing; values that do not follow a given type become missing. */
export async function writeTyped(
  database: Database,
  staged: string,
  typing: Typing,
  path: string,
): Promise<Warning[]> {
  const raw = rawColumns(typing.names.length);
  const columns = raw.map((column, i) => {
    const form = typing.forms[i] ?? categoryForm;
    return `(${form.sql(column)})::${sqlType(form.type)} AS ${identifier(typing.names[i] ?? column)}`;
  });
  await database.run(
    `COPY (SELECT ${columns.join(', ')} FROM ${staged}) TO ${literal(path)} (${parquetOptions(columns.length)})`,
  );
  const chosen = raw.flatMap((column, i) => {
    const form = typing.forms[i] ?? categoryForm;
    return typing.given[i] === true && form.sql('x') !== 'x' ? [{ column, i, form }] : [];
  });
  if (chosen.length === 0) return [];
  const counts = chosen.map(
    ({ column, i, form }) =>
      `count(*) FILTER (${column} IS NOT NULL AND (${form.sql(column)}) IS NULL) AS v${i}`,
  );
  const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${staged}`);
  return chosen.flatMap(({ i, form }): Warning[] => {
    const rows = numeric(row[`v${i}`]);
    if (rows === 0) return [];
    const column = typing.names[i] ?? '';
    return [
      {
        code: 'UNREADABLE_VALUES',
        message: `${rows} values of "${column}" are no ${form.type} and count as missing.`,
        column,
        rows,
        next: 'Choose the type category to keep them as they are.',
      },
    ];
  });
}

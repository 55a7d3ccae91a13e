import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { detectForms } from './detect';
import { doubtsOf, typeByConvention } from './doubts';
import { categoryForm, emptyForm, formsOf, sqlType } from './forms';
import type { Form } from './forms';
import { isMark, isOneOf, valueLikeWords } from './missing';
import type { Missing } from './missing';
import type { PlainKind } from './plain/cells';
import type { Question } from './questions';
import { rawColumns } from './relation';
import type { Tally } from './tally';
import { findUnreadable } from './unreadable';
import type { UnreadableValue } from './unreadable';

/** Begins the message of the error that a value raises which does not follow the form of its column. */
const surprise = 'STRONGROOM_FORM';
/** Rows of a group of the Parquet file times its columns: what is held in memory before it is written. */
const cellsOfGroup = 2_000_000;
const largestGroup = 122_880;
const vectorSize = 2_048;
/** More distinct values than this in a group are written as they are: trying a dictionary first takes time. */
const largestDictionary = 2_000;

/**
 * Options of COPY for a table with so many columns. The encodings of the second version of the format (numbers by their
 * differences, decimals byte by byte) make smaller files that are written and read faster than those of the first.
 */
export function parquetOptions(width: number): string {
  const rows = Math.max(1, Math.floor(cellsOfGroup / width / vectorSize)) * vectorSize;
  return `FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT ${largestDictionary}, ROW_GROUP_SIZE ${Math.min(largestGroup, rows)}`;
}

/** Columns that are worked out in one query: planning one takes more than twice as long for twice the columns. */
export const widestCopy = 250;

export interface Typing {
  names: string[];
  forms: Form[];
  /** Columns whose type was given: what does not follow it becomes missing, and is counted. */
  given: boolean[];
  missing: Missing;
  /** What counts as missing in each column. */
  columnMissing: Missing[];
  tallies: Tally[];
  reading: Pick<Reading, 'decimalSeparator' | 'dateOrder'>;
  /** Something was told of the values that more values may tell differently. */
  doubtful: boolean;
  warnings: Warning[];
  /** To be answered over all rows, for what a person should hear of them. */
  questions: Question[];
}

const missingIn = ({ columnMissing, missing }: Typing, i: number): Missing => columnMissing[i] ?? missing;

export const isSurprise = (error: unknown): boolean =>
  error instanceof Error && error.message.includes(surprise);

/** Whether text is kept as it is. */
export const isWords = (form: Form): boolean => form.sql('x') === 'x';

const cleaned = (column: string, unifyBreaks: boolean): string =>
  unifyBreaks
    ? `CASE WHEN contains(${column}, chr(13)) THEN replace(replace(${column}, chr(13) || chr(10), chr(10)), chr(13), chr(10)) ELSE ${column} END`
    : column;

const castOf = (x: string): string => `${x}_cast`;

/** The relation with the casts that the forms ask for: DuckDB would repeat one at each place where it stands. */
function withCasts(relation: string, { forms }: Typing, kinds: readonly PlainKind[]): string {
  const casts = rawColumns(forms.length).flatMap((x, i) => {
    const form = forms[i];
    return form?.quick === undefined || isRead(kinds, i)
      ? []
      : [`try_cast(${x} AS ${sqlType(form.type)}) AS ${castOf(x)}`];
  });
  return casts.length === 0 ? relation : `(SELECT *, ${casts.join(', ')} FROM ${relation})`;
}

const without = (missing: Missing, words: readonly string[]): Missing => ({
  ...missing,
  values: missing.values.filter((word) => !words.includes(word)),
});

/** The typed value of a raw column, beside its cast; what follows neither the form nor is missing raises an error. */
function strictValue(x: string, form: Form, missing: Missing, unifyBreaks: boolean): string {
  const type = sqlType(form.type);
  const fault = `CAST(error(${literal(surprise)} || ${x}) AS ${type})`;
  if (!isWords(form)) {
    const apart = valueLikeWords(missing);
    if (apart.length > 0)
      return `CASE WHEN ${isOneOf(x, apart)} THEN NULL ELSE ${strictValue(x, form, without(missing, apart), unifyBreaks)} END`;
    const rest = `CASE WHEN ${x} IS NULL OR ${isOneOf(x, missing.values)} THEN NULL ELSE ${fault} END`;
    const value = `coalesce((${form.sql(x)})::${type}, ${rest})`;
    const cast = castOf(x);
    return form.quick === undefined
      ? value
      : `CASE WHEN ${form.quick(x, cast)} THEN ${cast} ELSE ${value} END`;
  }
  const faults = [
    // A column without a value so far may become one of numbers.
    ...(form === emptyForm ? [`NOT ${isOneOf(x, missing.values)}`] : []),
    ...(missing.assumesNoMarks ? [isMark(x)] : []),
  ];
  const isFault = faults.length === 0 ? '' : `WHEN ${faults.join(' OR ')} THEN ${fault}`;
  return `CASE WHEN ${isOneOf(x, missing.words)} THEN NULL ${isFault} ELSE ${cleaned(x, unifyBreaks)} END`;
}

/** Whether DuckDB's reader gives the values of a column, not its text. */
const isRead = (kinds: readonly PlainKind[], i: number): boolean => (kinds[i] ?? 'text') !== 'text';

/** SQL types of the columns of a file, as its reader is told them. */
export const readTypes = (forms: readonly Form[], kinds: readonly PlainKind[]): string[] =>
  forms.map((form, i) => (isRead(kinds, i) ? sqlType(form.type) : 'VARCHAR'));

/** The typed value of a raw column; what does not follow the form is missing. */
function lenientValue(x: string, form: Form, missing: Missing, unifyBreaks: boolean): string {
  if (isWords(form)) return `CASE WHEN NOT ${isOneOf(x, missing.words)} THEN ${cleaned(x, unifyBreaks)} END`;
  const value = `(${form.sql(x)})::${sqlType(form.type)}`;
  const apart = valueLikeWords(missing);
  return apart.length === 0 ? value : `CASE WHEN NOT ${isOneOf(x, apart)} THEN ${value} END`;
}

/** Writes what a query gives into one Parquet file. */
export const writeWhole = (database: Database, query: string, path: string, width: number): Promise<void> =>
  database.run(`COPY (${query}) TO ${literal(path)} (${parquetOptions(width)})`);

/**
 * Writes columns of a relation as Parquet: into one file, or, of a wide table, into files of a few columns each, for
 * the writer holds half a megabyte a column. @returns the parts side by side as SQL takes them, or null for one file.
 */
async function writeParts(
  database: Database,
  relation: string,
  columns: readonly string[],
  path: string,
): Promise<string | null> {
  if (columns.length <= widestCopy) {
    await writeWhole(database, `SELECT ${columns.join(', ')} FROM ${relation}`, path, columns.length);
    return null;
  }
  const parts: string[] = [];
  for (let start = 0; start < columns.length; start += widestCopy) {
    const part = `${path}.part${parts.length}`;
    const batch = columns.slice(start, start + widestCopy);
    await writeWhole(database, `SELECT ${batch.join(', ')} FROM ${relation}`, part, batch.length);
    parts.push(`read_parquet(${literal(part)})`);
  }
  return `(SELECT * FROM ${parts.join(' POSITIONAL JOIN ')})`;
}

/** @param worked columns that are worked out, not only passed on: only those take time to plan. */
async function copy(
  database: Database,
  relation: string,
  typing: Typing,
  path: string,
  valueOf: (column: string, form: Form, missing: Missing, i: number) => string,
  worked = typing.names.length,
): Promise<void> {
  const columns = rawColumns(typing.names.length).map(
    (x, i) =>
      `${valueOf(x, typing.forms[i] ?? emptyForm, missingIn(typing, i), i)} AS ${identifier(typing.names[i] ?? x)}`,
  );
  const isPlannedSoon = worked <= widestCopy;
  if (isPlannedSoon)
    return writeWhole(database, `SELECT ${columns.join(', ')} FROM ${relation}`, path, columns.length);
  const source = await writeParts(database, relation, columns, path);
  if (source !== null) await writeWhole(database, `SELECT * FROM ${source}`, path, columns.length);
}

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
  kinds: readonly PlainKind[] = [],
): Promise<void> {
  await copy(
    database,
    withCasts(relation, typing, kinds),
    typing,
    path,
    (x, form, missing, i) => (isRead(kinds, i) ? x : strictValue(x, form, missing, unifyBreaks)),
    typing.forms.filter((_, i) => !isRead(kinds, i)).length,
  );
}

/** Copies the raw text of `relation` into Parquet that can be read again and again. */
export async function stage(
  database: Database,
  relation: string,
  path: string,
  width: number,
): Promise<string> {
  const parts = await writeParts(database, relation, rawColumns(width), path);
  return parts ?? `read_parquet(${literal(path)})`;
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
  const own = new Map((given.columns ?? []).map((column) => [column.name, column]));
  const wanted = names.map((name, i) => {
    const [t, choice, form] = [detection.tallies[i], own.get(name), detection.forms[i]];
    const isOpen = t !== undefined && choice !== undefined && form === categoryForm;
    return types.get(name) ?? (isOpen ? typeByConvention(t, choice) : undefined);
  });
  const forms = names.map((_, i) => {
    const found = detection.forms[i] ?? emptyForm;
    const type = wanted[i];
    if (type === undefined) return found;
    // A whole-number column of a model may carry decimals in a later file: they are numbers all the same, unless a
    // person asked for whole ones.
    const isAsked = own.get(names[i] ?? '')?.type === type;
    const widened = type === 'integer' && found.type === 'decimal' && !isAsked;
    return widened || (found.type === type && !isWords(found))
      ? found
      : formsOf(type, detection.columnReadings[i] ?? detection.reading);
  });
  const { missing, columnMissing, tallies, reading, wordsGiven } = detection;
  const warnings = detection.warnings.filter((warning) => !types.has(warning.column ?? ''));
  const doubtful = detection.warnings.length > 0;
  const isGiven = wanted.map((type) => type !== undefined);
  const columns = rawColumns(names.length);
  const questions = names.flatMap((name, i) => {
    const [x, t, form] = [columns[i], tallies[i], forms[i]];
    if (x === undefined || t === undefined || form === undefined) return [];
    const choices = { type: isGiven[i] === true, words: wordsGiven[i] === true };
    return doubtsOf(x, name, t, form, columnMissing[i] ?? missing, choices);
  });
  return {
    names,
    forms,
    given: isGiven,
    missing,
    columnMissing,
    tallies,
    reading,
    doubtful,
    warnings,
    questions,
  };
}

export interface Written {
  warnings: Warning[];
  unreadable: UnreadableValue[];
}

/**
 * Writes a relation with its typing; values that do not follow a given type become missing, are counted, and the
 * first of them are named.
 */
export async function writeTyped(
  database: Database,
  relation: string,
  typing: Typing,
  path: string,
  unifyBreaks: boolean,
): Promise<Written> {
  await copy(database, relation, typing, path, (x, form, missing) =>
    lenientValue(x, form, missing, unifyBreaks),
  );
  return findUnreadable(database, relation, typing);
}

import type { Column, ColumnType } from '../../contract/schemas/data';
import { imageDigits, imagePrefix } from '../../contract/schemas/images';
import { numeric, throwIfCancelled } from './database';
import type { Database } from './database';
import { identifier, literal } from './sql';
import { distinctOf, isAscending, isWords, measure } from './statistics';
import type { PhysicalColumn, Statistics } from './statistics';

/** More distinct values than the top ones that are kept: a column may be prose. */
export const topValues = 20;
/** From this mean length on, many distinct values are prose rather than categories. */
const proseLength = 30;
/** Share of distinct values from which a column of words does not repeat itself. */
const proseDistinct = 0.5;
/** More categories than this, nearly all distinct, are prose too, however short. */
const manyDistinct = 1000;
/** Too few rows to tell an identifier from chance. */
const minimumIdentifierRows = 10;

const identifierName =
  /^(id|key|uuid|guid|index|row|row ?(id|number|no)|nr|no|#)$|(^|[_\- .])(id|uuid|guid|key)$|[a-z]I[Dd]$/;

/** What decides about a column beside its type. */
export interface Basics {
  present: number;
  distinct: number;
  /** Mean length of the text; 0 for other types. */
  length: number;
  ascending: boolean;
  /** Whether every value stands for a picture. */
  images: boolean;
}

const namesRows = ({ name }: PhysicalColumn): boolean => identifierName.test(name.toLowerCase());

/** Whether a column only names its rows: running numbers, or names of an identifier over distinct values. */
export function isIdentifier(column: PhysicalColumn, basics: Basics): boolean {
  if (basics.images || basics.present < minimumIdentifierRows || basics.distinct < basics.present)
    return false;
  const isNamed = namesRows(column);
  if (column.type === 'integer') return basics.ascending || isNamed;
  // Prose is told as text; short distinct words are names or codes.
  return isWords(column.type) && (isNamed || basics.length < proseLength);
}

export function refinedType(column: PhysicalColumn, basics: Basics): ColumnType {
  if (column.given || column.type !== 'category') return column.type;
  if (basics.images) return 'image';
  const share = basics.present === 0 ? 0 : basics.distinct / basics.present;
  if (basics.distinct > topValues && basics.length >= proseLength && share >= proseDistinct) return 'text';
  if (basics.distinct > manyDistinct && share >= proseDistinct) return 'text';
  return 'category';
}

/** Of what stands for a picture: see `imagePrefix`. */
const referenceLength = imagePrefix.length + imageDigits;

/** Whether every value of a column of words stands for a picture. @param length the mean length of its values. */
export async function holdsImages(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  { present, length }: Pick<Basics, 'present' | 'length'>,
): Promise<boolean> {
  if (column.type === 'image') return true;
  if (!isWords(column.type) || present === 0 || length !== referenceLength) return false;
  const pattern = `${imagePrefix}[0-9a-f]{${String(imageDigits)}}`;
  const [row = {}] = await database.rows(
    `SELECT bool_and(regexp_full_match(${identifier(column.name)}, ${literal(pattern)}))::INTEGER AS images FROM ${relation}`,
  );
  return numeric(row['images']) === 1;
}

/** Values of ascending numbers are distinct, which is known far sooner than by counting them. */
export async function countDistinct(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  { present, minimum, maximum, distinct }: Pick<Statistics, 'present' | 'minimum' | 'maximum' | 'distinct'>,
): Promise<Pick<Basics, 'distinct' | 'ascending'>> {
  const mayAscend =
    column.type === 'integer' && present >= minimumIdentifierRows && maximum - minimum + 1 >= present;
  if (mayAscend && (distinct === null || distinct === present)) {
    if (await isAscending(database, relation, column.name)) return { distinct: present, ascending: true };
  }
  return { distinct: distinct ?? (await distinctOf(database, relation, column.name)), ascending: false };
}

/** What the first look at a column tells. */
interface Ends {
  present: number;
  /** One value at most; false for words, of which it is not known. */
  constant: boolean;
  /** Of whole numbers. */
  minimum: number;
  maximum: number;
}

/**
 * What a data set's manifest keeps of each column: the same as `profileOf` finds, without summing the columns up. Only
 * whole numbers and words may name rows, and a column of the others is constant when its ends are one value.
 * @param path a Parquet file that DuckDB wrote.
 * @returns its rows beside the columns.
 */
export async function columnsOf(
  database: Database,
  path: string,
  columns: readonly PhysicalColumn[],
  signal?: AbortSignal,
): Promise<{ rows: number; columns: Column[] }> {
  const relation = `read_parquet(${literal(path)})`;
  const [count = {}] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${relation}`);
  const known = await endsInFile(database, path, columns);
  const found: Column[] = [];
  for (const [i, column] of columns.entries()) {
    throwIfCancelled(signal);
    const ends = known[i] ?? (await endsOfValues(database, relation, column));
    const { length, ...counted } = await countWhereItMatters(database, relation, column, ends);
    const images = await holdsImages(database, relation, column, { present: ends.present, length });
    const basics: Basics = { present: ends.present, length, images, ...counted };
    found.push({
      name: column.name,
      type: refinedType(column, basics),
      identifier: isIdentifier(column, basics),
      constant: ends.constant || (isWords(column.type) && counted.distinct <= 1),
    });
  }
  return { rows: numeric(count['rows']), columns: found };
}

/** The ends of each column as the file itself tells them, its values unread; null where it does not. */
async function endsInFile(
  database: Database,
  path: string,
  columns: readonly PhysicalColumn[],
): Promise<(Ends | null)[]> {
  // A zero has a sign in these statistics. Long words are cut there, so that their ends say nothing.
  const text = (value: string): string => `CASE ${value} WHEN '-0.0' THEN '0.0' ELSE ${value} END`;
  const [low, high] = [text('stats_min_value'), text('stats_max_value')];
  const rows = await database.rows(
    `SELECT column_id, sum(num_values - stats_null_count)::DOUBLE AS present, ` +
      `(min(least(${low}, ${high})) IS NOT DISTINCT FROM max(greatest(${low}, ${high})))::INTEGER AS constant, ` +
      `min(try_cast(stats_min_value AS DOUBLE)) AS low, max(try_cast(stats_max_value AS DOUBLE)) AS high, ` +
      `bool_or(stats_null_count IS NULL OR (stats_null_count < num_values AND (stats_min_value IS NULL OR stats_max_value IS NULL)))::INTEGER AS unknown ` +
      `FROM parquet_metadata(${literal(path)}) GROUP BY column_id`,
  );
  const known: (Ends | null)[] = columns.map(() => null);
  for (const row of rows) {
    const place = numeric(row['column_id']);
    const column = columns[place];
    if (column === undefined || numeric(row['unknown']) === 1) continue;
    known[place] = {
      present: numeric(row['present']),
      constant: !isWords(column.type) && numeric(row['constant']) === 1,
      minimum: numeric(row['low']),
      maximum: numeric(row['high']),
    };
  }
  return known;
}

async function endsOfValues(database: Database, relation: string, column: PhysicalColumn): Promise<Ends> {
  const name = identifier(column.name);
  const isWhole = column.type === 'integer';
  const [row = {}] = await database.rows(
    `SELECT count(${name})::DOUBLE AS present, (min(${name}) IS NOT DISTINCT FROM max(${name}))::INTEGER AS constant` +
      `${isWhole ? `, min(${measure(column)}) AS low, max(${measure(column)}) AS high` : ''} FROM ${relation}`,
  );
  return {
    present: numeric(row['present']),
    constant: numeric(row['constant']) === 1,
    minimum: numeric(row['low']),
    maximum: numeric(row['high']),
  };
}

/** Distinct values, and the length of words, where a type or an identifier hangs on them; 0 elsewhere. */
async function countWhereItMatters(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  known: Ends,
): Promise<Pick<Basics, 'distinct' | 'ascending' | 'length'>> {
  const { present } = known;
  if (known.constant || present === 0)
    return { distinct: present === 0 ? 0 : 1, ascending: false, length: 0 };
  if (isWords(column.type)) {
    const distinct = await distinctOf(database, relation, column.name);
    const isLong = distinct >= proseDistinct * present;
    return { distinct, ascending: false, length: isLong ? await lengthOf(database, relation, column) : 0 };
  }
  if (column.type !== 'integer') return { distinct: 0, ascending: false, length: 0 };
  // Without a name that says so, only ascending numbers name rows.
  const distinct = namesRows(column) ? null : present;
  const counted = await countDistinct(database, relation, column, { ...known, distinct });
  return counted.ascending || distinct === null
    ? { ...counted, length: 0 }
    : { distinct: 0, ascending: false, length: 0 };
}

/** Mean length of words, in characters. */
async function lengthOf(database: Database, relation: string, { name }: PhysicalColumn): Promise<number> {
  const [row = {}] = await database.rows(`SELECT avg(length(${identifier(name)})) AS mean FROM ${relation}`);
  return numeric(row['mean']);
}

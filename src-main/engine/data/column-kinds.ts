import type { Column, ColumnType } from '../../contract/schemas/data';
import { numeric, throwIfCancelled } from './database';
import type { Database } from './database';
import { identifier } from './sql';
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
}

const namesRows = ({ name }: PhysicalColumn): boolean => identifierName.test(name.toLowerCase());

/** Whether a column only names its rows: running numbers, or names of an identifier over distinct values. */
export function isIdentifier(column: PhysicalColumn, basics: Basics): boolean {
  if (basics.present < minimumIdentifierRows || basics.distinct < basics.present) return false;
  const isNamed = namesRows(column);
  if (column.type === 'integer') return basics.ascending || isNamed;
  // Prose is told as text; short distinct words are names or codes.
  return isWords(column.type) && (isNamed || basics.length < proseLength);
}

export function refinedType(column: PhysicalColumn, basics: Basics): ColumnType {
  if (column.given || column.type !== 'category') return column.type;
  const share = basics.present === 0 ? 0 : basics.distinct / basics.present;
  if (basics.distinct > topValues && basics.length >= proseLength && share >= proseDistinct) return 'text';
  if (basics.distinct > manyDistinct && share >= proseDistinct) return 'text';
  return 'category';
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

/** Columns asked of at a time. */
const batchSize = 50;

/**
 * What a data set's manifest keeps of each column: the same as `profileOf` finds, without summing the columns up. Only
 * whole numbers and words may name rows, and a column of the others is constant when its ends are one value.
 * @returns the rows of the relation beside the columns.
 */
export async function columnsOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
  signal?: AbortSignal,
): Promise<{ rows: number; columns: Column[] }> {
  const [count = {}] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${relation}`);
  const found: Column[] = [];
  for (let start = 0; start < columns.length; start += batchSize) {
    const batch = columns.slice(start, start + batchSize);
    const asked = batch.flatMap((column, i) => {
      const name = identifier(column.name);
      const value = isWords(column.type) ? `avg(length(${name}))` : '0';
      const ends = isWords(column.type) || column.type === 'boolean' ? name : measure(column);
      return [
        `count(${name})::DOUBLE AS present_${i}`,
        `${value} AS length_${i}`,
        `(min(${name}) IS NOT DISTINCT FROM max(${name}))::INTEGER AS constant_${i}`,
        ...(column.type === 'integer' ? [`min(${ends}) AS low_${i}`, `max(${ends}) AS high_${i}`] : []),
      ];
    });
    const [row = {}] = await database.rows(`SELECT ${asked.join(', ')} FROM ${relation}`);
    for (const [i, column] of batch.entries()) {
      throwIfCancelled(signal);
      const present = numeric(row[`present_${i}`]);
      const length = numeric(row[`length_${i}`]);
      const constant = numeric(row[`constant_${i}`]) === 1;
      const ends = { minimum: numeric(row[`low_${i}`]), maximum: numeric(row[`high_${i}`]) };
      const counted = await countWhereItMatters(database, relation, column, { ...ends, present, constant });
      const basics: Basics = { present, length, ...counted };
      found.push({
        name: column.name,
        type: refinedType(column, basics),
        identifier: isIdentifier(column, basics),
        constant,
      });
    }
  }
  return { rows: numeric(count['rows']), columns: found };
}

/** Distinct values where a type or an identifier hangs on them; 0 elsewhere. */
async function countWhereItMatters(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  known: { present: number; minimum: number; maximum: number; constant: boolean },
): Promise<Pick<Basics, 'distinct' | 'ascending'>> {
  if (known.constant) return { distinct: known.present === 0 ? 0 : 1, ascending: false };
  if (isWords(column.type)) {
    return { distinct: await distinctOf(database, relation, column.name), ascending: false };
  }
  if (column.type !== 'integer') return { distinct: 0, ascending: false };
  // Without a name that says so, only ascending numbers name rows.
  const distinct = namesRows(column) ? null : known.present;
  const counted = await countDistinct(database, relation, column, { ...known, distinct });
  return counted.ascending || distinct === null ? counted : { distinct: 0, ascending: false };
}

import type { Column, ColumnSummary, ColumnType, Profile } from '../../contract/schemas/data';
import { numeric, throwIfCancelled } from './database';
import type { Database } from './database';
import { dateSummary, histogramOf, numberSummary } from './summaries';
import { identifier } from './sql';

/** Top values kept of each column of words. */
const topValues = 20;
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

export interface PhysicalColumn {
  name: string;
  type: ColumnType;
  /** The type was asked for: prose is not guessed. */
  given: boolean;
}

interface Basics {
  present: number;
  distinct: number;
  /** Mean length of the text; 0 for other types. */
  length: number;
  ascending: boolean;
}

/** Counts of one column; distinct values are counted exactly. */
async function basicsOf(database: Database, relation: string, column: PhysicalColumn): Promise<Basics> {
  const name = identifier(column.name);
  const isText = column.type === 'category' || column.type === 'text';
  const isInteger = column.type === 'integer';
  const [row = {}] = await database.rows(
    `SELECT count(DISTINCT ${name})::DOUBLE AS distinct_values, count(${name})::DOUBLE AS present` +
      `${isText ? `, avg(length(${name}))::DOUBLE AS length` : ''} FROM ${relation}`,
  );
  const distinct = numeric(row['distinct_values']);
  const present = numeric(row['present']);
  let ascending = false;
  if (isInteger && distinct === present && present >= minimumIdentifierRows) {
    // Numbers of rows: each larger than the one before it.
    const [order = {}] = await database.rows(
      `SELECT bool_and(v > p)::INTEGER AS ascending FROM (SELECT ${name} AS v, lag(${name}) OVER () AS p FROM ${relation}) WHERE p IS NOT NULL`,
    );
    ascending = numeric(order['ascending']) === 1;
  }
  return { present, distinct, length: numeric(row['length']), ascending };
}

/** Whether a column only names its rows: running numbers, or names of an identifier over distinct values. */
function isIdentifier(column: PhysicalColumn, basics: Basics): boolean {
  if (basics.present < minimumIdentifierRows || basics.distinct < basics.present) return false;
  if (column.type === 'integer') return basics.ascending || identifierName.test(column.name.toLowerCase());
  const isText = column.type === 'category' || column.type === 'text';
  // Prose is told as text; short distinct words are names or codes.
  return isText && (identifierName.test(column.name.toLowerCase()) || basics.length < proseLength);
}

function refinedType(column: PhysicalColumn, basics: Basics): ColumnType {
  if (column.given || column.type !== 'category') return column.type;
  const share = basics.present === 0 ? 0 : basics.distinct / basics.present;
  if (basics.distinct > topValues && basics.length >= proseLength && share >= proseDistinct) return 'text';
  if (basics.distinct > manyDistinct && share >= proseDistinct) return 'text';
  return 'category';
}

async function topOf(database: Database, relation: string, column: string) {
  const name = identifier(column);
  // Ties in the order of the words, so that the same data gives the same profile.
  const rows = await database.rows(
    `SELECT ${name}::VARCHAR AS value, count(*)::DOUBLE AS count FROM ${relation} WHERE ${name} IS NOT NULL` +
      ` GROUP BY ${name} ORDER BY count DESC, value LIMIT ${topValues}`,
  );
  return rows.map((row) => ({ value: String(row['value']), count: numeric(row['count']) }));
}

async function summarise(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  rows: number,
): Promise<ColumnSummary> {
  const basics = await basicsOf(database, relation, column);
  const type = refinedType(column, basics);
  const summary: ColumnSummary = {
    name: column.name,
    type,
    identifier: isIdentifier(column, basics),
    constant: basics.distinct <= 1,
    missing: rows - basics.present,
    distinct: basics.distinct,
    numbers: null,
    dates: null,
    histogram: null,
    top: [],
  };
  const isNumber = type === 'integer' || type === 'decimal';
  const isDate = type === 'date' || type === 'datetime';
  if (isNumber && basics.present > 0) summary.numbers = await numberSummary(database, relation, column.name);
  if (isDate && basics.present > 0) summary.dates = await dateSummary(database, relation, column.name, type);
  if ((isNumber || isDate) && basics.present > 0) {
    summary.histogram = await histogramOf(database, relation, column.name, type, summary.numbers);
  }
  if (!isNumber && !isDate) summary.top = await topOf(database, relation, column.name);
  return summary;
}

/**
 * The summary of every column of a table, by SQL.
 * @param progress is told the share of columns done.
 */
export async function profileOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
  options: { signal?: AbortSignal; progress?: (share: number) => void } = {},
): Promise<Profile> {
  const [count = {}] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${relation}`);
  const rows = numeric(count['rows']);
  const summaries: ColumnSummary[] = [];
  for (const column of columns) {
    throwIfCancelled(options.signal);
    summaries.push(await summarise(database, relation, column, rows));
    options.progress?.(summaries.length / columns.length);
  }
  return { rows, columns: summaries };
}

/** The part of a summary that the data set's manifest keeps. */
export const columnOf = ({ name, type, identifier: id, constant }: ColumnSummary): Column => ({
  name,
  type,
  identifier: id,
  constant,
});

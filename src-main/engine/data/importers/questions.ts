import type { Warning } from '../../../contract/schemas/common';
import type { Example } from '../../../contract/schemas/decisions';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';

/** Examples that are kept for each question. */
const examplesKept = 5;
/** Text of an example, at most. */
const shownLength = 80;
/** Questions asked in one pass over the rows: each takes three aggregates. */
const questionsOfPass = 100;

/** Columns whose cells are put into one list. */
const columnsOfList = 500;

/** How many rows fulfil a condition, and the first of them. */
export interface Found {
  rows: number;
  examples: Example[];
}

/** A condition on one raw column; `sql` is never true for an empty cell. */
export interface Condition {
  /** The raw column, as `c3`. */
  column: string;
  sql: string;
  /** The same condition on a column called `cell`: those of very many columns are asked together. */
  ofCell?: string;
}

/** What columns are called in `Condition.ofCell`. */
export const cellName = 'cell';

/** Something that a person should decide, or at least hear of, once the rows that it concerns are known. */
export interface Question {
  conditions: Condition[];
  /** A column of the table: the question is only worth its pass over the rows when a value of it is missing. */
  ifMissing?: string;
  /** The words for it; null when the rows show that it is none. */
  warn(found: Found[]): Warning | null;
}

const shortened = (text: string): string =>
  text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;

/**
 * The rows of each condition, in one pass over the relation for a hundred of them. Rows count from 1.
 * @param kept how many rows of each are given.
 */
export async function findRows(
  database: Database,
  relation: string,
  conditions: readonly Condition[],
  kept = examplesKept,
): Promise<Found[]> {
  const ofCells = conditions.map(({ ofCell }) => ofCell);
  if (conditions.length > questionsOfPass && ofCells.every((sql) => sql !== undefined))
    return findInLists(database, relation, conditions, ofCells, kept);
  const found: Found[] = [];
  for (let start = 0; start < conditions.length; start += questionsOfPass) {
    const batch = conditions.slice(start, start + questionsOfPass);
    const columns = [...new Set(batch.map(({ column }) => column))];
    const aggregates = batch.map(
      ({ column, sql }, i) =>
        `count(*) FILTER (${sql}) AS n${i}, min(row, ${kept}) FILTER (${sql}) AS r${i}, ` +
        `arg_min(${column}, row, ${kept}) FILTER (${sql}) AS x${i}`,
    );
    const [answer = {}] = await database.rows(
      `SELECT ${aggregates.join(', ')} FROM (SELECT row_number() OVER () AS row, ${columns.join(', ')} FROM ${relation})`,
    );
    batch.forEach((_, i) => {
      const rows = listOf(answer[`r${i}`]);
      const texts = listOf(answer[`x${i}`]);
      found.push({
        rows: numeric(answer[`n${i}`]),
        examples: rows.map((row, k) => ({ row: Number(row), text: shortened(String(texts[k] ?? '')) })),
      });
    });
  }
  return found;
}

/**
 * The same, with the cells of all columns of one condition in a list: it is planned once instead of once a column, which
 * is nearly all that it costs in a table of few rows.
 */
async function findInLists(
  database: Database,
  relation: string,
  conditions: readonly Condition[],
  ofCells: readonly string[],
  kept: number,
): Promise<Found[]> {
  const found = conditions.map((): Found => ({ rows: 0, examples: [] }));
  const places = new Map<string, number[]>();
  ofCells.forEach((sql, i) => places.set(sql, [...(places.get(sql) ?? []), i]));
  for (const [sql, all] of places) {
    for (let start = 0; start < all.length; start += columnsOfList) {
      const batch = all.slice(start, start + columnsOfList);
      const names = batch.map((i) => conditions[i]?.column ?? '');
      const numbered = `SELECT row_number() OVER () AS row, ${[...new Set(names)].join(', ')} FROM ${relation}`;
      const cells = `SELECT row, unnest(range(${batch.length})) AS place, unnest([${names.join(', ')}]) AS ${cellName} FROM (${numbered})`;
      const answers = await database.rows(
        `SELECT place, count(*) AS n, min(row, ${kept}) AS r, arg_min(${cellName}, row, ${kept}) AS x FROM (${cells}) WHERE ${sql} GROUP BY place`,
      );
      for (const answer of answers) {
        const texts = listOf(answer['x']);
        found[batch[numeric(answer['place'])] ?? -1] = {
          rows: numeric(answer['n']),
          examples: listOf(answer['r']).map((row, k) => ({
            row: Number(row),
            text: shortened(String(texts[k] ?? '')),
          })),
        };
      }
    }
  }
  return found;
}

/** The items of a list of DuckDB; none for NULL. */
function listOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || !('items' in value)) return [];
  return Array.isArray(value.items) ? value.items : [];
}

/** The columns of a Parquet file that miss a value. */
async function missingColumns(
  database: Database,
  parquet: string,
  names: readonly string[],
): Promise<Set<string>> {
  const lacking = new Set<string>();
  for (let start = 0; start < names.length; start += questionsOfPass) {
    const batch = names.slice(start, start + questionsOfPass);
    const counts = batch.map((name, i) => `count(*) - count(${identifier(name)}) AS n${i}`);
    const [row = {}] = await database.rows(
      `SELECT ${counts.join(', ')} FROM read_parquet(${literal(parquet)})`,
    );
    batch.forEach((name, i) => {
      if (numeric(row[`n${i}`]) > 0) lacking.add(name);
    });
  }
  return lacking;
}

/**
 * The warnings that questions lead to over all rows of a relation of raw text.
 * @param parquet the table that was made of it.
 */
export async function answer(
  database: Database,
  relation: string,
  all: readonly Question[],
  parquet: string,
): Promise<Warning[]> {
  const depending = all.flatMap(({ ifMissing }) => (ifMissing === undefined ? [] : [ifMissing]));
  const lacking = await missingColumns(database, parquet, depending);
  const questions = all.filter(({ ifMissing }) => ifMissing === undefined || lacking.has(ifMissing));
  const found = await findRows(
    database,
    relation,
    questions.flatMap(({ conditions }) => conditions),
  );
  let at = 0;
  return questions.flatMap(({ conditions, warn }) => {
    const own = found.slice(at, at + conditions.length);
    at += conditions.length;
    const warning = warn(own);
    return warning === null ? [] : [warning];
  });
}

/** "row 3", "rows 3 and 9", "rows 3, 9 and 12 and others". */
export function rowsInWords({ rows, examples }: Found): string {
  const numbers = examples.map(({ row }) => row.toLocaleString('en'));
  if (rows > examples.length) return `rows ${numbers.join(', ')} and others`;
  if (numbers.length === 1) return `row ${numbers[0] ?? ''}`;
  return `rows ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1) ?? ''}`;
}

/** `"a"`, `"a" and "b"`: the different texts of the examples. */
export function textsInWords({ examples }: Pick<Found, 'examples'>): string {
  const texts = [...new Set(examples.map(({ text }) => JSON.stringify(text)))];
  return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

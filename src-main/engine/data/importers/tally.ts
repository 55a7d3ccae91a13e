import { numeric } from '../database';
import type { Database } from '../database';
import { literal } from '../sql';
import {
  booleanForms,
  dateForms,
  datetimeForms,
  decimalForms,
  doubtful,
  groupingProof,
  integerForm,
  wholePattern,
} from './forms';
import type { Form } from './forms';
import { isMark, isOneOf } from './missing';

/** Columns asked of at a time: one query over thousands of expressions takes far longer to plan than to run. */
const batchSize = 10;

/** For one column: how many values there are, and how many follow each form. */
export interface Tally {
  /** Values that are missing neither among words nor among numbers. */
  present: number;
  byForm: Map<Form, number>;
  /** Numbers without a fraction, of any length. */
  whole: number;
  /** Values that are nothing but punctuation marks. */
  marks: number;
  proofPoint: number;
  proofComma: number;
  doubtfulComma: number;
  doubtfulPoint: number;
  /** Values that are a number by some convention, and dates or moments by some order. */
  numbers: number;
  dates: number;
}

/** From this share on, a column of words is nearly one of another type, and a person should hear of it. */
export const nearlyAll = 0.8;

/** A number by any convention, a date or moment by any order, or NULL; only to be counted. */
export const anyNumber = (x: string): string =>
  `coalesce(${Object.values(decimalForms)
    .map((form) => form.sql(x))
    .join(', ')})`;
export const anyDate = (x: string): string =>
  `coalesce(${Object.values(datetimeForms)
    .map((form) => form.sql(x))
    .join(', ')})`;

/** Whether every value follows one of the forms, which must not overlap. */
export const all = (t: Tally, ...forms: Form[]): boolean =>
  t.present > 0 && forms.reduce((sum, form) => sum + (t.byForm.get(form) ?? 0), 0) === t.present;

const matching = (x: string, pattern: string): string =>
  `count(*) FILTER (regexp_full_match(${x}, ${literal(pattern)}))`;

/** Begins like a number or a date: a digit, a sign or a mark of decimals ("+" to "9"), spaces aside. */
const looksNumeric = (x: string): string =>
  `count(*) FILTER (unicode(ltrim(${x}, E' \\t\\n\\r\\f')) BETWEEN ${'+'.charCodeAt(0)} AND ${'9'.charCodeAt(0)})`;

/** The first questions settle nearly all columns; the others are asked of what they leave open. */
const firstForms: Form[] = [integerForm, decimalForms.point, dateForms.ymd, ...booleanForms];
const otherForms: Form[] = [
  decimalForms.pointGrouped,
  decimalForms.comma,
  decimalForms.commaGrouped,
  dateForms.dmy,
  dateForms.mdy,
  ...Object.values(datetimeForms),
];

const firstQuestions = (x: string): string[] => [
  `count(${x})`,
  ...firstForms.map((form) => `count(${form.sql(x)})`),
  // What is cheaper to see comes first: the patterns take most of the time.
  `count(*) FILTER (try_cast(${x} AS BIGINT)::VARCHAR = ${x} OR regexp_full_match(${x}, ${literal(wholePattern)}))`,
  `count(*) FILTER (contains(${x}, '.') AND regexp_full_match(${x}, ${literal(doubtful.point)}))`,
  `count(*) FILTER (${isMark(x)})`,
  looksNumeric(x),
];
const otherQuestions = (x: string): string[] => [
  ...otherForms.map((form) => `count(${form.sql(x)})`),
  matching(x, groupingProof.point),
  matching(x, groupingProof.comma),
  matching(x, doubtful.comma),
  `count(${anyNumber(x)})`,
  `count(${anyDate(x)})`,
];

/** Up to this many cells, those of all columns are asked in one list: of any table, and of a wide one. */
const fewCells = 300_000;
const wideTable = 50;
const mostListedCells = 4_000_000;

/**
 * The answers for a table of few rows: its cells in one list, so that each question is planned once instead of once a
 * column, which is nearly all that it costs there. Columns with the same words for missing are asked together.
 */
async function askList(
  database: Database,
  relation: string,
  columns: readonly string[],
  missing: readonly (readonly string[])[],
  questions: (column: string) => string[],
): Promise<number[][]> {
  const groups = new Map<string, number[]>();
  columns.forEach((_, i) => {
    const key = JSON.stringify(missing[i] ?? []);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const expressions = questions('x');
  const answers = columns.map(() => expressions.map(() => 0));
  for (const places of groups.values()) {
    const words = missing[places[0] ?? 0] ?? [];
    const names = places.map((i) => columns[i] ?? '').join(', ');
    const list = `SELECT unnest(range(${places.length})) AS k, unnest([${names}]) AS text FROM ${relation}`;
    const rows = await database.rows(
      `SELECT k, ${expressions.map((sql, i) => `${sql} AS v${i}`).join(', ')} FROM (SELECT k, CASE WHEN NOT ${isOneOf('text', words)} THEN text END AS x FROM (${list})) GROUP BY k`,
    );
    for (const { k, ...row } of rows) {
      const place = places[numeric(k)];
      if (place !== undefined) answers[place] = Object.values(row).map((value) => numeric(value));
    }
  }
  return answers;
}

/** The answers for each column, in batches of one query each. Words that mean missing are left out. */
async function ask(
  database: Database,
  relation: string,
  columns: readonly string[],
  missing: readonly (readonly string[])[],
  questions: (column: string) => string[],
): Promise<number[][]> {
  if (columns.length === 0) return [];
  const [count = {}] = await database.rows(`SELECT count(*) AS total FROM ${relation}`);
  const cells = numeric(count['total']) * columns.length;
  if (cells <= (columns.length > wideTable ? mostListedCells : fewCells))
    return askList(database, relation, columns, missing, questions);
  const answers: number[][] = [];
  for (let start = 0; start < columns.length; start += batchSize) {
    const batch = columns.slice(start, start + batchSize);
    const values = batch.map(
      (x, i) => `CASE WHEN NOT ${isOneOf(x, missing[start + i] ?? [])} THEN ${x} END AS ${x}`,
    );
    const expressions = batch.flatMap(questions);
    const [row = {}] = await database.rows(
      `SELECT ${expressions.map((sql, i) => `${sql} AS v${i}`).join(', ')} FROM (SELECT ${values.join(', ')} FROM ${relation})`,
    );
    const found = Object.values(row).map((value) => numeric(value));
    const stride = expressions.length / batch.length;
    batch.forEach((_, i) => answers.push(found.slice(i * stride, (i + 1) * stride)));
  }
  return answers;
}

/**
 * Counts, over all rows of a relation of text, what each column follows.
 * @param missing the words that are missing in each column.
 */
export async function tally(
  database: Database,
  relation: string,
  columns: readonly string[],
  missing: readonly (readonly string[])[],
): Promise<Tally[]> {
  const first = await ask(database, relation, columns, missing, firstQuestions);
  const open: { column: string; missing: readonly string[]; tally: Tally }[] = [];
  const tallies = first.map(([present = 0, ...rest], i): Tally => {
    const byForm = new Map(firstForms.map((form, k) => [form, rest[k] ?? 0]));
    const [whole = 0, doubtfulPoint = 0, marks = 0, numeral = 0] = rest.slice(firstForms.length);
    const boolean = booleanForms.reduce((sum, form) => sum + (byForm.get(form) ?? 0), 0);
    const found = { present, byForm, whole, marks, doubtfulPoint };
    const t: Tally = { ...found, proofPoint: 0, proofComma: 0, doubtfulComma: 0, numbers: 0, dates: 0 };
    const isWords = numeral < nearlyAll * present && boolean < present;
    const isSettled = firstForms.some((form) => all(t, form)) || isWords;
    if (present > 0 && !isSettled)
      open.push({ column: columns[i] ?? '', missing: missing[i] ?? [], tally: t });
    return t;
  });
  const names = open.map(({ column }) => column);
  const words = open.map((column) => column.missing);
  const others = await ask(database, relation, names, words, otherQuestions);
  others.forEach((answers, i) => {
    const t = open[i]?.tally;
    if (t === undefined) return;
    otherForms.forEach((form, k) => t.byForm.set(form, answers[k] ?? 0));
    [t.proofPoint = 0, t.proofComma = 0, t.doubtfulComma = 0, t.numbers = 0, t.dates = 0] = answers.slice(
      otherForms.length,
    );
  });
  return tallies;
}

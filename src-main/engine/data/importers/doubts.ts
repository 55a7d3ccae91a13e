import type { Warning } from '../../../contract/schemas/common';
import type { ColumnReading, ColumnType } from '../../../contract/schemas/data';
import { booleanForms, categoryForm, dateForms, datetimeForms, decimalForms, integerForm } from './forms';
import type { Form } from './forms';
import { isOneOf } from './missing';
import type { Missing } from './missing';
import { rowsInWords, textsInWords } from './questions';
import type { Question } from './questions';
import { anyDate, anyNumber, nearlyAll } from './tally';
import type { Tally } from './tally';

/** The ways in which a column of words may nearly be one of another type. */
const ways: { type: ColumnType; title: string; forms: Form[] }[] = [
  { type: 'integer', title: 'whole numbers', forms: [integerForm] },
  { type: 'decimal', title: 'numbers', forms: [decimalForms.point, decimalForms.pointGrouped] },
  { type: 'decimal', title: 'numbers', forms: [decimalForms.comma, decimalForms.commaGrouped] },
  ...(['ymd', 'dmy', 'mdy'] as const).flatMap((order) => [
    { type: 'date' as const, title: 'dates', forms: [dateForms[order]] },
    { type: 'datetime' as const, title: 'dates and times', forms: [datetimeForms[order]] },
  ]),
  { type: 'boolean', title: 'true and false', forms: booleanForms },
];

export interface Nearly {
  type: ColumnType;
  title: string;
  /** SQL: the value, or NULL. */
  sql(x: string): string;
  /** Other values are of that kind too, by another convention. */
  mixed: 'numbers' | 'dates' | null;
}

const valueOf =
  (forms: readonly Form[]) =>
  (x: string): string =>
    `coalesce(${forms.map((form) => form.sql(x)).join(', ')})`;

/** The type that most values of a column of words follow, when nearly all do, or when their conventions are mixed. */
export function nearlyOf(t: Tally): Nearly | null {
  const least = nearlyAll * t.present;
  const followers = ways.map((way) => way.forms.reduce((sum, form) => sum + (t.byForm.get(form) ?? 0), 0));
  const most = Math.max(...followers);
  const way = ways[followers.indexOf(most)];
  if (t.present === 0 || way === undefined || most === 0 || most === t.present) return null;
  const isDate = way.type === 'date' || way.type === 'datetime';
  const isNumber = way.type === 'integer' || way.type === 'decimal';
  const mixed =
    isDate && t.dates > most && t.dates >= least
      ? 'dates'
      : isNumber && t.numbers > Math.max(...followers.slice(0, 3)) && t.numbers >= least
        ? 'numbers'
        : null;
  if (mixed === null && most < least) return null;
  return { type: way.type, title: way.title, sql: valueOf(way.forms), mixed };
}

/**
 * The type of a column that mixes conventions, once a person has said which one counts; values by the others are then
 * told as unreadable. Undefined where the choice does not settle it.
 */
export function typeByConvention(t: Tally, choice: ColumnReading): ColumnType | undefined {
  const mixed = nearlyOf(t)?.mixed ?? null;
  if (mixed === 'numbers') return choice.decimalSeparator === undefined ? undefined : 'decimal';
  if (mixed === null || choice.dateOrder === undefined) return undefined;
  const dates = t.byForm.get(dateForms[choice.dateOrder]) ?? 0;
  return (t.byForm.get(datetimeForms[choice.dateOrder]) ?? 0) > dates ? 'datetime' : 'date';
}

const present = (x: string, missing: Missing): string =>
  `${x} IS NOT NULL AND NOT ${isOneOf(x, missing.values)}`;

/** Values of a column of words that keep it from being of the type that nearly all have. */
export const againstIt = (x: string, nearly: Nearly, missing: Missing): string =>
  `${present(x, missing)} AND ${nearly.sql(x)} IS NULL`;

/** Values of a column of words that mean missing. */
export const missingWord = (x: string, missing: Missing): string =>
  `${x} IS NOT NULL AND ${isOneOf(x, missing.words)}`;

const codeOf = /^\d+$/;

/** What a person should hear of a column of words, once its rows are known. */
export function doubtsOf(
  x: string,
  name: string,
  t: Tally,
  form: Form,
  missing: Missing,
  given: { type: boolean; words: boolean },
): Question[] {
  const questions: Question[] = [];
  const nearly = form === categoryForm && !given.type ? nearlyOf(t) : null;
  if (form.sql('x') === 'x' && !given.words) questions.push(missingWords(x, name, missing));
  if (nearly === null) return questions;
  if (nearly.mixed === null) {
    questions.push({
      conditions: [{ column: x, sql: againstIt(x, nearly, missing) }],
      warn: ([found]): Warning | null => {
        // Codes with leading zeros, and numbers that are too long, are words for a reason.
        if (found === undefined || found.rows === 0 || found.examples.every(({ text }) => codeOf.test(text)))
          return null;
        return {
          code: 'NEARLY_TYPED',
          message: `"${name}" holds ${nearly.title} but for ${found.rows === 1 ? 'one value' : `${found.rows.toLocaleString('en')} values`}, so it is taken as words: ${textsInWords(found)} (${rowsInWords(found)}).`,
          column: name,
          rows: found.rows,
          next: 'Choose its type, or add the words to those that mean missing, if they are no values.',
        };
      },
    });
    return questions;
  }
  const any = nearly.mixed === 'dates' ? anyDate : anyNumber;
  const follows = `${present(x, missing)} AND ${nearly.sql(x)} IS NOT NULL`;
  // A whole number follows every convention and shows none.
  const shows = nearly.mixed === 'numbers' ? `${follows} AND regexp_matches(${x}, '[.,]')` : follows;
  questions.push({
    conditions: [
      { column: x, sql: shows },
      { column: x, sql: `${againstIt(x, nearly, missing)} AND ${any(x)} IS NOT NULL` },
    ],
    warn: ([one, other]): Warning | null => {
      if (one === undefined || other === undefined || other.rows === 0) return null;
      const first = { rows: one.rows, examples: one.examples.slice(0, 2) };
      const second = { rows: other.rows, examples: other.examples.slice(0, 2) };
      const what =
        nearly.mixed === 'dates' ? 'orders of day, month and year' : 'marks of decimals, point and comma';
      return {
        code: nearly.mixed === 'dates' ? 'MIXED_DATES' : 'MIXED_NUMBERS',
        message: `"${name}" mixes ${what}, so its values are taken as words: ${textsInWords(first)} (${rowsInWords(first)}) beside ${textsInWords(second)} (${rowsInWords(second)}).`,
        column: name,
        rows: other.rows,
        next: `Choose the ${nearly.mixed === 'dates' ? 'order of dates' : 'decimal sign'} for this column; values of the other kind then count as missing and are named. Or mend the file.`,
      };
    },
  });
  return questions;
}

function missingWords(x: string, name: string, missing: Missing): Question {
  return {
    conditions: [{ column: x, sql: missingWord(x, missing) }],
    ifMissing: name,
    warn: ([found]): Warning | null =>
      found === undefined || found.rows === 0
        ? null
        : {
            code: 'MISSING_WORDS',
            message: `${textsInWords(found)} among the words of "${name}" count${new Set(found.examples.map(({ text }) => text)).size === 1 ? 's' : ''} as missing: ${rowsInWords(found)}.`,
            column: name,
            rows: found.rows,
            next: 'Say which words mean missing in this column if it is a category of its own.',
          },
  };
}

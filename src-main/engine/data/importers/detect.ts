import type { Warning } from '../../../contract/schemas/common';
import type { ColumnReading, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import {
  booleanForms,
  categoryForm,
  dateForms,
  datetimeForms,
  decimalForms,
  emptyForm,
  integerForm,
} from './forms';
import type { DateOrder, Form } from './forms';
import { missingOf } from './missing';
import type { Missing } from './missing';
import { all, tally } from './tally';
import type { Tally } from './tally';

/** The mark of decimals: what the columns that leave no doubt say, else the point. */
function decimalSeparator(tallies: Tally[]): '.' | ',' {
  const { point, comma, pointGrouped, commaGrouped } = decimalForms;
  let points = 0;
  let commas = 0;
  for (const t of tallies) {
    if (all(t, integerForm)) continue;
    const grouped = { point: all(t, point, pointGrouped), comma: all(t, comma, commaGrouped) };
    if (grouped.point && (t.proofPoint > 0 || (all(t, point) && t.doubtfulPoint < t.present))) points++;
    else if (grouped.comma && (t.proofComma > 0 || (all(t, comma) && t.doubtfulComma < t.present))) commas++;
  }
  return commas > points ? ',' : '.';
}

/** The order of day and month that most columns of dates allow; day first when the data does not tell. */
function dateOrder(tallies: Tally[]): DateOrder {
  let days = 0;
  let months = 0;
  for (const t of tallies) {
    const day = all(t, datetimeForms.dmy);
    const month = all(t, datetimeForms.mdy);
    if (day) days++;
    if (month) months++;
  }
  if (days + months === 0) return 'ymd';
  return months > days ? 'mdy' : 'dmy';
}

export interface Detection {
  reading: Pick<Reading, 'decimalSeparator' | 'dateOrder'>;
  missing: Missing;
  forms: Form[];
  /** What counts as missing in each column. */
  columnMissing: Missing[];
  /** Decimal sign and order of dates of each column. */
  columnReadings: Detection['reading'][];
  tallies: Tally[];
  /** What more values may settle in another way. */
  warnings: Warning[];
  /** Whether a person said which words mean missing there. */
  wordsGiven: boolean[];
}

/** @param chosen what a person decided for this column. */
function formOf(t: Tally, reading: Detection['reading'], chosen: ColumnReading | undefined): Form {
  if (t.present === 0) return emptyForm;
  if (all(t, integerForm)) return integerForm;
  const boolean = booleanForms.find((form) => all(t, form));
  if (boolean !== undefined) return boolean;
  const usesPoint = reading.decimalSeparator === '.';
  const plain = usesPoint ? decimalForms.point : decimalForms.comma;
  const grouped = usesPoint ? decimalForms.pointGrouped : decimalForms.commaGrouped;
  // Whole numbers of which some are beyond 64 bits are names of things, not amounts.
  if (all(t, plain) && t.whole < t.present) return plain;
  if (all(t, plain, grouped) && (usesPoint ? t.proofPoint : t.proofComma) > 0) {
    return {
      name: grouped.name,
      type: 'decimal',
      sql: (x) => `coalesce(${plain.sql(x)}, ${grouped.sql(x)})`,
    };
  }
  // Numbers of a program beside numbers of a person: decimal points in a file of decimal commas.
  const isFree = chosen?.decimalSeparator === undefined;
  if (isFree && !usesPoint && all(t, decimalForms.point) && t.doubtfulPoint < t.present)
    return decimalForms.point;
  // The order of the file comes first, for columns that allow both; a column that only allows another one has that.
  const orders: DateOrder[] =
    chosen?.dateOrder === undefined ? ['ymd', reading.dateOrder, 'dmy', 'mdy'] : ['ymd', chosen.dateOrder];
  for (const order of orders) {
    if (all(t, dateForms[order])) return dateForms[order];
    if (all(t, datetimeForms[order])) return datetimeForms[order];
  }
  return categoryForm;
}

/**
 * Finds the form of every column over all rows of `relation`, whose columns are text with NULL for empty cells.
 * What `given` decides is kept. A column is typed only when every value follows one form.
 */
export async function detectForms(
  database: Database,
  relation: string,
  columns: readonly string[],
  names: readonly string[],
  given: Partial<Reading>,
): Promise<Detection> {
  const own = new Map((given.columns ?? []).map((column) => [column.name, column]));
  const chosen = names.map((name) => own.get(name));
  const wordsOf = (i: number): string[] | undefined => chosen[i]?.missingWords ?? given.missingWords;
  const counted = names.map((_, i) => missingOf(wordsOf(i), false).values);
  const tallies = await tally(database, relation, columns, counted);
  const reading = {
    decimalSeparator: given.decimalSeparator ?? decimalSeparator(tallies),
    dateOrder: given.dateOrder ?? dateOrder(tallies),
  };
  const columnReadings = chosen.map((choice) => ({
    decimalSeparator: choice?.decimalSeparator ?? reading.decimalSeparator,
    dateOrder: choice?.dateOrder ?? reading.dateOrder,
  }));
  const forms = tallies.map((t, i) => formOf(t, columnReadings[i] ?? reading, chosen[i]));
  const hasMarks = tallies.some((t) => t.marks > 0);
  const missing = missingOf(given.missingWords, hasMarks);
  const columnMissing = names.map((_, i) => missingOf(wordsOf(i), hasMarks));
  const warnings: Warning[] = [];
  const wordsGiven = names.map((_, i) => wordsOf(i) !== undefined);
  tallies.forEach((t, i) => {
    const name = names[i] ?? '';
    if (forms[i] === categoryForm && t.present > 0 && all(t, decimalForms.point, decimalForms.pointGrouped)) {
      warnings.push({
        code: 'AMBIGUOUS_NUMBERS',
        message: `The ${all(t, decimalForms.point) ? 'points' : 'commas'} in "${name}" may be thousands or decimals, so its values are taken as words.`,
        column: name,
        next: 'Choose the type or the decimal separator by hand if they are numbers.',
      });
    }
    const swapped = all(t, datetimeForms.dmy) && all(t, datetimeForms.mdy);
    if (given.dateOrder === undefined && chosen[i]?.dateOrder === undefined && swapped) {
      const order = reading.dateOrder === 'mdy' ? 'the month' : 'the day';
      warnings.push({
        code: 'AMBIGUOUS_DATES',
        message: `No date in "${name}" tells day from month; ${order} is taken to come first.`,
        column: name,
        next: 'Choose the order of dates by hand if that is wrong.',
      });
    }
  });
  return { reading, missing, forms, columnMissing, columnReadings, tallies, warnings, wordsGiven };
}

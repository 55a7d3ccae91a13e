import type { Warning } from '../../../contract/schemas/common';
import type { Reading } from '../../../contract/schemas/data';
import { numeric } from '../database';
import type { Database } from '../database';
import { literal } from '../sql';
import {
  booleanForms,
  categoryForm,
  dateForms,
  datetimeForms,
  decimalForms,
  doubtful,
  groupingProof,
  integerForm,
} from './forms';
import type { DateOrder, Form } from './forms';

/** Columns asked of at a time: one query over thousands of expressions takes far longer to plan than to run. */
const batchSize = 40;

const candidates: Form[] = [
  integerForm,
  ...Object.values(decimalForms),
  ...booleanForms,
  ...Object.values(dateForms),
  ...Object.values(datetimeForms),
];
const tests = [groupingProof.point, groupingProof.comma, doubtful.comma, doubtful.point];

/** For one column: how many values there are, and how many follow each form. */
interface Tally {
  present: number;
  byForm: Map<Form, number>;
  proofPoint: number;
  proofComma: number;
  doubtfulComma: number;
  doubtfulPoint: number;
  overlong: number;
}

async function tally(database: Database, relation: string, columns: readonly string[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (let start = 0; start < columns.length; start += batchSize) {
    const batch = columns.slice(start, start + batchSize);
    const expressions = batch.flatMap((x) => [
      `count(${x})`,
      ...candidates.map((form) => `count(${form.sql(x)})`),
      ...tests.map((test) => `count(*) FILTER (regexp_full_match(${x}, ${literal(test)}))`),
      `count(*) FILTER (regexp_full_match(${x}, '\\s*[+-]?[1-9]\\d*\\s*') AND try_cast(${x} AS BIGINT) IS NULL)`,
    ]);
    const [row = {}] = await database.rows(
      `SELECT ${expressions.map((sql, i) => `${sql} AS v${i}`).join(', ')} FROM ${relation}`,
    );
    const values = Object.values(row).map((value) => numeric(value));
    const stride = expressions.length / batch.length;
    batch.forEach((_, i) => {
      const own = values.slice(i * stride, (i + 1) * stride);
      const [present = 0, ...rest] = own;
      const [proofPoint = 0, proofComma = 0, doubtfulComma = 0, doubtfulPoint = 0, overlong = 0] = rest.slice(
        candidates.length,
      );
      const byForm = new Map(candidates.map((form, k) => [form, rest[k] ?? 0]));
      tallies.push({ present, byForm, proofPoint, proofComma, doubtfulComma, doubtfulPoint, overlong });
    });
  }
  return tallies;
}

const all = (t: Tally, ...forms: Form[]): boolean =>
  t.present > 0 && forms.reduce((sum, form) => sum + (t.byForm.get(form) ?? 0), 0) === t.present;

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
  forms: Form[];
  warnings: Warning[];
}

function formOf(t: Tally, reading: Detection['reading']): Form {
  if (t.present === 0) return categoryForm;
  if (all(t, integerForm)) return integerForm;
  const boolean = booleanForms.find((form) => all(t, form));
  if (boolean !== undefined) return boolean;
  const usesPoint = reading.decimalSeparator === '.';
  const plain = usesPoint ? decimalForms.point : decimalForms.comma;
  const grouped = usesPoint ? decimalForms.pointGrouped : decimalForms.commaGrouped;
  // Integers beyond 64 bits are names of things, not amounts.
  if (all(t, plain) && t.overlong === 0) return plain;
  if (all(t, plain, grouped) && (usesPoint ? t.proofPoint : t.proofComma) > 0) {
    return {
      name: grouped.name,
      type: 'decimal',
      sql: (x) => `coalesce(${plain.sql(x)}, ${grouped.sql(x)})`,
    };
  }
  // Numbers of a program beside numbers of a person: decimal points in a file of decimal commas.
  if (!usesPoint && all(t, decimalForms.point) && t.doubtfulPoint < t.present) return decimalForms.point;
  const orders: DateOrder[] = reading.dateOrder === 'ymd' ? ['ymd'] : ['ymd', reading.dateOrder];
  for (const order of orders) {
    if (all(t, dateForms[order])) return dateForms[order];
    if (all(t, datetimeForms[order])) return datetimeForms[order];
  }
  return categoryForm;
}

/**
 * Finds the form of every column over all rows of `relation`, whose columns are text with NULL for missing.
 * What `given` decides is kept. A column is typed only when every value follows one form.
 */
export async function detectForms(
  database: Database,
  relation: string,
  columns: readonly string[],
  names: readonly string[],
  given: Partial<Reading>,
): Promise<Detection> {
  const tallies = await tally(database, relation, columns);
  const reading = {
    decimalSeparator: given.decimalSeparator ?? decimalSeparator(tallies),
    dateOrder: given.dateOrder ?? dateOrder(tallies),
  };
  const forms = tallies.map((t) => formOf(t, reading));
  const warnings: Warning[] = [];
  tallies.forEach((t, i) => {
    const name = names[i] ?? '';
    if (forms[i] === categoryForm && t.present > 0 && all(t, decimalForms.point, decimalForms.pointGrouped)) {
      warnings.push({
        code: 'AMBIGUOUS_NUMBERS',
        message: `The commas in "${name}" may be thousands or decimals, so its values are taken as words.`,
        column: name,
        next: 'Choose the type or the decimal separator by hand if they are numbers.',
      });
    }
    const swapped = all(t, datetimeForms.dmy) && all(t, datetimeForms.mdy);
    if (given.dateOrder === undefined && swapped) {
      const order = reading.dateOrder === 'mdy' ? 'the month' : 'the day';
      warnings.push({
        code: 'AMBIGUOUS_DATES',
        message: `No date in "${name}" tells day from month; ${order} is taken to come first.`,
        column: name,
        next: 'Choose the order of dates by hand if that is wrong.',
      });
    }
  });
  return { reading, forms, warnings };
}

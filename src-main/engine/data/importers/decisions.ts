import type { Decision } from '../../../contract/schemas/decisions';
import type { ColumnReading, ColumnType, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { isWords } from './convert';
import type { Typing } from './convert';
import { againstIt, missingWord, nearlyOf } from './doubts';
import { categoryForm, dateForms, emptyForm, integerForm } from './forms';
import type { Form } from './forms';
import { isOneOf } from './missing';
import { cellName, findRows } from './questions';
import type { Condition } from './questions';
import { rawColumns } from './relation';

/** Rows that are shown of each decision. */
const shown = 3;

const typeWords: Record<ColumnType, string> = {
  integer: 'whole number',
  decimal: 'decimal number',
  boolean: 'true or false',
  date: 'date',
  datetime: 'date and time',
  category: 'category',
  text: 'text',
  image: 'picture',
};
const orderWords: Record<Reading['dateOrder'], string> = {
  ymd: 'year first',
  dmy: 'day first',
  mdy: 'month first',
};

const orderOf = (form: Form): Reading['dateOrder'] | null => {
  const order = /\b(ymd|dmy|mdy)$/.exec(form.name)?.[1];
  return order === 'ymd' || order === 'dmy' || order === 'mdy' ? order : null;
};

/** What decides about a column: the words for it, and the condition that its proofs fulfil. */
function proofOf(
  x: string,
  typing: Typing,
  i: number,
  own: ColumnReading | undefined,
): { reason: string; open: boolean; sql: string } {
  const form = typing.forms[i] ?? emptyForm;
  const tally = typing.tallies[i];
  const missing = typing.columnMissing[i] ?? typing.missing;
  const present = `${x} IS NOT NULL AND NOT ${isOneOf(x, form.sql('x') === 'x' ? missing.words : missing.values)}`;
  if (typing.given[i] === true) {
    const isByOrder = own?.type === undefined && own?.dateOrder !== undefined && orderOf(form) !== null;
    return {
      reason: isByOrder ? 'You chose the order of its dates.' : 'You chose its type.',
      open: false,
      sql: present,
    };
  }
  if (form === emptyForm || tally === undefined)
    return { reason: 'No cell holds a value.', open: false, sql: present };
  const nearly = form === categoryForm ? nearlyOf(tally) : null;
  if (nearly !== null) {
    const reason =
      nearly.mixed === null
        ? `Nearly all values are ${nearly.title}; these are not.`
        : nearly.mixed === 'dates'
          ? 'Day, month and year stand in more than one order; these do not follow that of most.'
          : 'Decimals are written with points and with commas; these do not follow most.';
    return { reason, open: true, sql: againstIt(x, nearly, missing) };
  }
  const order = orderOf(form);
  if (own?.dateOrder !== undefined && order !== null)
    return { reason: 'You chose the order of its dates.', open: false, sql: present };
  if (order === 'dmy' || order === 'mdy') {
    const other = dateForms[order === 'dmy' ? 'mdy' : 'dmy'];
    const date = `regexp_extract(${x}, '^\\s*([^ T]+)', 1)`;
    const ambiguous = typing.warnings.some(
      ({ code, column }) => code === 'AMBIGUOUS_DATES' && column === typing.names[i],
    );
    return ambiguous
      ? { reason: 'No date tells day from month.', open: true, sql: present }
      : {
          reason: `These can only be ${orderWords[order]}.`,
          open: false,
          sql: `${present} AND (${other.sql(date)}) IS NULL`,
        };
  }
  if (form.type === 'decimal')
    return {
      reason: 'Every value is a number; these have a fraction or an exponent.',
      open: false,
      sql: `${present} AND (${integerForm.sql(x)}) IS NULL`,
    };
  if (form === categoryForm) {
    const ambiguous = typing.warnings.some(
      ({ code, column }) => code === 'AMBIGUOUS_NUMBERS' && column === typing.names[i],
    );
    return ambiguous
      ? { reason: 'The marks within may be thousands or decimals.', open: true, sql: present }
      : { reason: 'The values are words.', open: false, sql: present };
  }
  return { reason: `Every value is a ${typeWords[form.type]}.`, open: false, sql: present };
}

/** "decimal number, 1.5", "date, day first": the type with what was decided about how it is written. */
function choiceOf(form: Form, type: ColumnType, own: ColumnReading | undefined, typing: Typing): string {
  if (type === 'decimal') {
    const mark = /comma/.test(form.name)
      ? ','
      : /point/.test(form.name)
        ? '.'
        : (own?.decimalSeparator ?? typing.reading.decimalSeparator);
    return `${typeWords[type]}, 1${mark}5`;
  }
  const order = orderOf(form);
  return order === null ? typeWords[type] : `${typeWords[type]}, ${orderWords[order]}`;
}

/**
 * The decision on each column, with the rows of `relation` (raw text) that led to it and those that count as missing.
 * @param types the types of the table, which tell prose from categories.
 */
export async function columnDecisions(
  database: Database,
  relation: string,
  typing: Typing,
  types: readonly ColumnType[],
  given: Partial<Reading>,
): Promise<Decision[]> {
  const own = new Map((given.columns ?? []).map((column) => [column.name, column]));
  const proofs = rawColumns(typing.names.length).map((x, i) => {
    const chosen = own.get(typing.names[i] ?? '');
    return { x, ...proofOf(x, typing, i, chosen), ofCell: proofOf(cellName, typing, i, chosen).sql };
  });
  const conditions = proofs.flatMap(({ x, sql, ofCell }, i): Condition[] => {
    const missing = missingOf(typing, i);
    return [
      { column: x, sql, ofCell },
      { column: x, sql: missingWord(x, missing), ofCell: missingWord(cellName, missing) },
    ];
  });
  const found = await findRows(database, relation, conditions, shown);
  return proofs.map(({ reason, open }, i): Decision => {
    const name = typing.names[i] ?? '';
    const form = typing.forms[i] ?? emptyForm;
    const decided = own.get(name);
    const missing = found[2 * i + 1] ?? { rows: 0, examples: [] };
    const isAsked = isWords(form) && (decided?.missingWords ?? given.missingWords) === undefined;
    return {
      kind: 'column',
      column: name,
      choice: choiceOf(form, types[i] ?? form.type, decided, typing),
      reason,
      examples: found[2 * i]?.examples ?? [],
      missing,
      chosen: decided !== undefined,
      open: open || (isAsked && missing.rows > 0),
    };
  });
}

/** The words that mean missing in a column, of whatever type it is. */
function missingOf(typing: Typing, i: number) {
  const missing = typing.columnMissing[i] ?? typing.missing;
  return isWords(typing.forms[i] ?? emptyForm) ? missing : { ...missing, words: missing.values };
}

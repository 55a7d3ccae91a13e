import type { ColumnType, Reading } from '../../../contract/schemas/data';
import { literal, literals } from '../sql';

/**
 * A form is one way in which text stands for a value. `sql` gives the typed value, or NULL when the text does
 * not follow the form: the same expression finds types and converts, so both agree by construction.
 */
export interface Form {
  name: string;
  type: ColumnType;
  /** @param text an SQL expression of text that is not missing. */
  sql(text: string): string;
  /**
   * SQL: whether a plain cast of the text to the type of the column is the value that `sql` gives. True for nearly
   * all values, and cheaper where the cast is worked out once. @param cast the value, or NULL where it failed.
   */
  quick?(text: string, cast: string): string;
}

const sqlTypes: Record<ColumnType, string> = {
  integer: 'BIGINT',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  category: 'VARCHAR',
  text: 'VARCHAR',
  image: 'VARCHAR',
};
export const sqlType = (type: ColumnType): string => sqlTypes[type];

const matches = (text: string, pattern: string): string => `regexp_full_match(${text}, ${literal(pattern)})`;
const when = (condition: string, value: string): string => `CASE WHEN ${condition} THEN ${value} END`;

/** Whole numbers without leading zeros, so that postal codes stay what they are. */
export const wholePattern = String.raw`\s*[+-]?(0|[1-9]\d*)\s*`;

const integer: Form = {
  name: 'integer',
  type: 'integer',
  // The first test is far cheaper and true for nearly all numbers.
  sql: (x) =>
    when(
      `try_cast(${x} AS BIGINT)::VARCHAR = ${x} OR ${matches(x, wholePattern)}`,
      `try_cast(${x} AS BIGINT)`,
    ),
  quick: (x, cast) => `${cast}::VARCHAR = ${x}`,
};

/** Decimals with `mark`; with `group`, thousands are set apart by it. */
function decimal(name: string, mark: '.' | ',', group: '' | '.' | ',' | "'" | ' '): Form {
  const dot = mark === '.' ? String.raw`\.` : ',';
  const separator = group === '.' ? String.raw`\.` : group;
  const whole = group === '' ? String.raw`(0|[1-9]\d*)` : String.raw`[1-9]\d{0,2}(${separator}\d{3})+`;
  const fraction = group === '' ? String.raw`(${whole}(${dot}\d*)?|${dot}\d+)` : `${whole}(${dot}\\d*)?`;
  const pattern = String.raw`\s*[+-]?${fraction}([eE][+-]?\d+)?\s*`;
  const plain = (x: string): string => {
    const ungrouped = group === '' ? x : `replace(${x}, ${literal(group)}, '')`;
    return mark === ',' ? `replace(${ungrouped}, ',', '.')` : ungrouped;
  };
  const whenMatched = (x: string): string =>
    `WHEN ${matches(x, pattern)} AND isfinite(try_cast(${plain(x)} AS DOUBLE)) THEN try_cast(${plain(x)} AS DOUBLE)`;
  const isPlain = mark === '.' && group === '';
  return {
    name,
    type: 'decimal',
    sql: (x) => `CASE ${isPlain ? plainDecimal(x) : ''} ${whenMatched(x)} END`,
    ...(isPlain ? { quick: isPlainDecimal } : {}),
  };
}

/**
 * A quick way for nearly all decimals, several times cheaper than the pattern: what begins with 1 to 9 or "0."
 * and casts is a decimal, but for the underscores that DuckDB allows between digits.
 */
const isPlainDecimal = (x: string, cast: string): string =>
  // What begins with "0." stands between it and "0/", the next character.
  `${x} >= '0.' AND ${x} < ':' AND (${x} < '0/' OR ${x} >= '1') AND NOT contains(${x}, '_') AND isfinite(${cast})`;

const plainDecimal = (x: string): string =>
  `WHEN ${isPlainDecimal(x, `try_cast(${x} AS DOUBLE)`)} THEN try_cast(${x} AS DOUBLE)`;

export const decimalForms = {
  point: decimal('decimal point', '.', ''),
  comma: decimal('decimal comma', ',', ''),
  pointGrouped: decimal('decimal point, thousands', '.', ','),
  commaGrouped: decimal('decimal comma, thousands', ',', '.'),
};

/** A grouped number that can be nothing else: two groups, or a group and a fraction. */
export const groupingProof = {
  point: String.raw`\s*[+-]?[1-9]\d{0,2}(,\d{3}){2,}(\.\d*)?\s*|\s*[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+\s*`,
  comma: String.raw`\s*[+-]?[1-9]\d{0,2}(\.\d{3}){2,}(,\d*)?\s*|\s*[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+\s*`,
};
/** A number such as 1,234 that may be one thousand or one and a bit. */
export const doubtful = {
  comma: String.raw`\s*[+-]?[1-9]\d{0,2},\d{3}\s*`,
  point: String.raw`\s*[+-]?[1-9]\d{0,2}\.\d{3}\s*`,
};

/**
 * The words by which a column is found to be boolean, true first. Other pairs (yes and no, ja and nein) stay the words
 * that they are: categories keep a person's own labels in scores and predictions.
 */
export const booleanWords: [string, string][] = [['true', 'false']];
/** The words of a column that a person declares to be boolean. */
const declaredWords: [string, string][] = [
  ...booleanWords,
  ['yes', 'no'],
  ['y', 'n'],
  ['t', 'f'],
  ['ja', 'nein'],
  ['oui', 'non'],
  ['wahr', 'falsch'],
  ['vrai', 'faux'],
];
const booleanForm = ([yes, no]: [string, string]): Form => ({
  name: `${yes}/${no}`,
  type: 'boolean',
  // As they mostly are first: comparing is cheaper than turning every word into small letters.
  sql: (x) =>
    `CASE WHEN ${x} = ${literal(yes)} THEN true WHEN ${x} = ${literal(no)} THEN false ELSE ` +
    `CASE lower(${x}) WHEN ${literal(yes)} THEN true WHEN ${literal(no)} THEN false END END`,
});
export const booleanForms: Form[] = booleanWords.map(booleanForm);

export type DateOrder = Reading['dateOrder'];
const datePatterns: Record<DateOrder, string> = {
  ymd: String.raw`\d{4}([-/.])\d{1,2}[-/.]\d{1,2}`,
  dmy: String.raw`\d{1,2}([-/.])\d{1,2}[-/.]\d{4}`,
  mdy: String.raw`\d{1,2}([-/.])\d{1,2}[-/.]\d{4}`,
};
const dateFormats: Record<DateOrder, string[]> = {
  ymd: ['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d'],
  dmy: ['%d.%m.%Y', '%d/%m/%Y', '%d-%m-%Y'],
  mdy: ['%m/%d/%Y', '%m-%d-%Y', '%m.%d.%Y'],
};
const timePattern = String.raw`\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?`;

function date(order: DateOrder): Form {
  const formats = literals(dateFormats[order]);
  // Dates as they mostly are need no pattern.
  const iso = (x: string): string =>
    order === 'ymd' ? `WHEN strlen(${x}) = 10 AND ${x} LIKE '____-__-__' THEN try_cast(${x} AS DATE)` : '';
  const pattern = String.raw`\s*${datePatterns[order]}\s*`;
  return {
    name: `date ${order}`,
    type: 'date',
    sql: (x) =>
      `CASE ${iso(x)} WHEN ${matches(x, pattern)} THEN try_strptime(trim(${x}), ${formats})::DATE END`,
  };
}

/** Moments; a date alone is its midnight, a moment with an offset is turned into UTC. */
function datetime(order: DateOrder): Form {
  const dates = dateFormats[order];
  const formats = literals([
    ...dates.flatMap((day) => ['%H:%M:%S.%n', '%H:%M:%S', '%H:%M'].map((time) => `${day} ${time}`)),
    ...dates,
  ]);
  const pattern = String.raw`\s*${datePatterns[order]}([ T]${timePattern}(Z|[+-]\d{2}(:?\d{2})?)?)?\s*`;
  // The offset is taken off first: try_strptime with %z would give a moment with a time zone.
  const offset = String.raw`(Z|[+-]\d{2}(:?\d{2})?)$`;
  const bare = (x: string): string =>
    `replace(CASE WHEN contains(${x}, ':') THEN regexp_replace(trim(${x}), ${literal(offset)}, '') ELSE trim(${x}) END, 'T', ' ')`;
  const hours = String.raw`:\d{2}(?:\.\d+)?([+-]\d{2}):?(?:\d{2})?$`;
  const minutes = String.raw`:\d{2}(?:\.\d+)?([+-])\d{2}:?(\d{2})$`;
  const shift = (x: string): string =>
    `to_hours(coalesce(try_cast(regexp_extract(trim(${x}), ${literal(hours)}, 1) AS INTEGER), 0)) + ` +
    `to_minutes(coalesce(try_cast(regexp_extract(trim(${x}), ${literal(minutes)}, 1) || regexp_extract(trim(${x}), ${literal(minutes)}, 2) AS INTEGER), 0))`;
  const plain = (x: string): string => `try_strptime(${bare(x)}, ${formats})`;
  return {
    name: `datetime ${order}`,
    type: 'datetime',
    sql: (x) =>
      when(
        matches(x, pattern),
        `CASE WHEN contains(${x}, ':') AND regexp_matches(${x}, ${literal(String.raw`:\d{2}[^+-]*[+-]\d{2}(:?\d{2})?\s*$`)}) ` +
          `THEN ${plain(x)} - (${shift(x)}) ELSE ${plain(x)} END`,
      ),
  };
}

export const dateForms: Record<DateOrder, Form> = { ymd: date('ymd'), dmy: date('dmy'), mdy: date('mdy') };
export const datetimeForms: Record<DateOrder, Form> = {
  ymd: datetime('ymd'),
  dmy: datetime('dmy'),
  mdy: datetime('mdy'),
};

export const integerForm = integer;
export const categoryForm: Form = { name: 'category', type: 'category', sql: (x) => x };
/** Nothing to tell a type from: a column of words, until a value is seen. */
export const emptyForm: Form = { name: 'empty', type: 'category', sql: (x) => x };
export const textForm: Form = { name: 'text', type: 'text', sql: (x) => x };
const imageForm: Form = { name: 'image', type: 'image', sql: (x) => x };

/** Every form of a type that the reading allows, tried in turn: for columns whose type is given. */
export function formsOf(type: ColumnType, reading: Pick<Reading, 'decimalSeparator' | 'dateOrder'>): Form {
  const any = (forms: Form[]): Form => ({
    name: `any ${type}`,
    type,
    sql: (x) => `coalesce(${forms.map((form) => form.sql(x)).join(', ')})`,
  });
  const orders: DateOrder[] = reading.dateOrder === 'ymd' ? ['ymd'] : ['ymd', reading.dateOrder];
  const point = reading.decimalSeparator === '.';
  switch (type) {
    case 'integer':
      return integer;
    case 'decimal':
      return any(
        point
          ? [decimalForms.point, decimalForms.pointGrouped]
          : [decimalForms.comma, decimalForms.commaGrouped, decimalForms.point],
      );
    case 'boolean':
      return any(declaredWords.map(booleanForm));
    case 'date':
      return any(orders.map((order) => dateForms[order]));
    case 'datetime':
      return any(orders.map((order) => datetimeForms[order]));
    case 'category':
      return categoryForm;
    case 'text':
      return textForm;
    case 'image':
      return imageForm;
  }
}

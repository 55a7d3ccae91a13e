import { StrongroomError } from '../../../contract/errors';
import { literal } from '../sql';

/** What stands for a part of a date, longest first, with what DuckDB calls it. */
const codes: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  YY: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%m',
  DD: '%d',
  D: '%d',
  HH: '%H',
  H: '%H',
  hh: '%I',
  h: '%I',
  mm: '%M',
  ss: '%S',
  a: '%p',
};
const tokens = new RegExp(Object.keys(codes).join('|'), 'g');

/** Months by their names leave no doubt about the order. */
export const monthNameFormats = ['D MMMM YYYY', 'D MMM YYYY', 'D-MMM-YYYY', 'MMMM D, YYYY', 'MMM D, YYYY'];

/** The date that a text has by a format, or NULL, as SQL. Throws STEP_INVALID for a format without a whole date. */
export function byFormat(text: string, format: string, pivot: number): string {
  if (!/YY/.test(format) || !/M/.test(format) || !/D/.test(format)) {
    throw new StrongroomError('STEP_INVALID', `"${format}" is not the format of a date.`, {
      expected: 'a format with a year, a month and a day, such as DD.MM.YYYY or MM/DD/YY hh:mm a',
      received: format,
      next: 'Correct the format, or take it out of the step.',
    });
  }
  const written = format.replaceAll('%', '%%').replaceAll(tokens, (token) => codes[token] ?? token);
  const parsed = `try_strptime(${text}, ${literal(written)})`;
  if (/YYYY/.test(format)) return parsed;
  const century = `CASE WHEN year(${parsed}) % 100 > ${String(pivot)} THEN 1900 ELSE 2000 END`;
  return `(${parsed} + to_years((${century} + year(${parsed}) % 100 - year(${parsed}))::INTEGER))`;
}

const parts = ['first', 'second', 'third', 'hour', 'minute', 'seconds', 'half'];
const numbers =
  '^(\\d{1,4})[./\\-\\s](\\d{1,2})[./\\-\\s](\\d{1,4})(?:[T\\s,]+(\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?\\s*([AaPp]\\.?[Mm]\\.?)?)?Z?$';
const places = { ymd: [0, 1, 2], dmy: [2, 1, 0], mdy: [2, 0, 1] } as const;

/** The date that a text of three numbers has, perhaps with a time of day, or NULL, as SQL. */
export function byOrder(text: string, order: 'dmy' | 'mdy' | 'ymd', pivot: number): string {
  const found = `regexp_extract(${text}, ${literal(numbers)}, [${parts.map(literal).join(', ')}])`;
  const of = (inOrder: readonly [number, number, number]): string => {
    const [year, month, day] = inOrder.map((place) => `${found}.${parts[place] ?? 'first'}`);
    const short = `(TRY_CAST(${year ?? ''} AS INTEGER) + CASE WHEN TRY_CAST(${year ?? ''} AS INTEGER) > ${String(pivot)} THEN 1900 ELSE 2000 END)`;
    const full = `CASE length(${year ?? ''}) WHEN 4 THEN TRY_CAST(${year ?? ''} AS INTEGER) WHEN 2 THEN ${short} END`;
    const clock = `TRY_CAST(${found}.hour AS INTEGER)`;
    const half = `lower(left(${found}.half, 1))`;
    const hour = `CASE WHEN ${found}.hour = '' THEN 0 WHEN ${half} = '' THEN ${clock} WHEN ${clock} BETWEEN 1 AND 12 THEN ${clock} % 12 + CASE ${half} WHEN 'p' THEN 12 ELSE 0 END END`;
    const or0 = (part: string, type: string): string => `coalesce(TRY_CAST(${found}.${part} AS ${type}), 0)`;
    const number = (part: string | undefined): string =>
      `CASE WHEN length(${part ?? ''}) <= 2 THEN TRY_CAST(${part ?? ''} AS INTEGER) END`;
    return `TRY(make_timestamp(${full}, ${number(month)}, ${number(day)}, ${hour}, ${or0('minute', 'INTEGER')}, ${or0('seconds', 'DOUBLE')}))`;
  };
  return `CASE WHEN length(${found}.first) = 4 THEN ${of(places.ymd)} ELSE ${of(places[order])} END`;
}

/**
 * The date of a day number of Excel, or NULL, as SQL. The count from 1900 has a 29 February 1900 (day 60) that never
 * was: days before it are one nearer to the epoch than those after it.
 */
export function bySerial(number: string, epoch: '1900' | '1904'): string {
  const time = `to_seconds(round((${number} - floor(${number})) * 86400))`;
  const from = (day: string): string => `(TIMESTAMP '${day}' + to_days(floor(${number})::INTEGER) + ${time})`;
  return epoch === '1904'
    ? `CASE WHEN ${number} >= 0 AND ${number} < 2957004 THEN ${from('1904-01-01')} END`
    : `CASE WHEN ${number} >= 61 AND ${number} < 2958466 THEN ${from('1899-12-30')} WHEN ${number} >= 1 AND ${number} < 60 THEN ${from('1899-12-31')} END`;
}

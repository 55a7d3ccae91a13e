import { parseNumbers } from '../../../contract/cleaning/steps/parse-numbers';
import { conversionsTo } from '../../../contract/cleaning/units';
import { StrongroomError } from '../../../contract/errors';
import { literal, literals } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacingTexts } from './texts';

const blanks = '[\\s\\x{00A0}\\x{202F}\\x{2009}]*';
const currency =
  '(?:\\p{Sc}|(?i:US\\$|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|SGD|TRY|USD|ZAR))';
const parts = ['bracket', 'sign', 'inner', 'number', 'unit', 'end'];

/**
 * The whole of a cell with a number. Marks between thousands have to stand before groups of three digits (of two before
 * the last, as in India), so that 1,5 is never read as 15.
 */
function pattern(decimal: '.' | ','): string {
  const mark = `\\${decimal}`;
  const group = `[${decimal === '.' ? ',' : '.'}'\u2019_ \\x{00A0}\\x{202F}\\x{2009}]`;
  const whole = `(?:\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3}|\\d+)`;
  const number = `(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)(?:[eE][+-]?\\d+)?`;
  return `^${blanks}(\\(?)${blanks}([-+\u2212]?)${blanks}${currency}?${blanks}([-+\u2212]?)${blanks}(${number})${blanks}([^\\d\\s)+(-][^\\d)(]*?)?${blanks}(\\)?)${blanks}$`;
}

/** A value under a name in an expression, so that it is computed once. */
const letting = (name: string, value: string, expression: string): string =>
  `list_transform([${value}], lambda ${name}: ${expression})[1]`;

interface Scale {
  written: string;
  factor: number;
  shift: number;
}

function ownFactors(pairs: readonly { from: string; to: string }[]): Scale[] {
  return pairs.map(({ from, to }) => {
    const factor = to.trim() === '' ? Number.NaN : Number(to);
    if (Number.isFinite(factor)) return { written: from.trim().toLowerCase(), factor, shift: 0 };
    throw new StrongroomError('STEP_INVALID', `What one "${from}" is worth is not a number.`, {
      expected: 'a number such as 12 or 0.5',
      received: to,
      next: 'Type how much one of the unit is.',
    });
  });
}

export const parseNumbersStep = implementStep(
  parseNumbers,
  plain(({ columns, decimal, percent, unit, factors, unreadable }, table) => {
    const scales: Scale[] = [
      ...ownFactors(factors),
      ...conversionsTo(unit),
      { written: '%', factor: percent === 'fraction' ? 0.01 : 1, shift: 0 },
    ];
    if (unit !== '' && conversionsTo(unit).length === 0) {
      throw new StrongroomError('STEP_INVALID', `The unit "${unit}" is not known.`, {
        expected: 'a unit of the list, or none',
        received: unit,
        next: 'Choose a unit, or write what each unit is worth yourself.',
      });
    }
    return replacingTexts(columns, table, (column) => {
      const match = `regexp_extract(${column}, ${literal(pattern(decimal))}, ${literals(parts)})`;
      const found = '"#found"';
      const digits = `regexp_replace(${found}.number, '[^0-9eE+${decimal}-]', '', 'g')`;
      const size = `TRY_CAST(replace(${digits}, ${literal(decimal)}, '.') AS DOUBLE)`;
      const minus = `((${found}.bracket = '(') <> (${found}.sign IN ('-', '\u2212') OR ${found}.inner IN ('-', '\u2212')))`;
      const signed = `(CASE WHEN ${minus} THEN -${size} ELSE ${size} END)`;
      const value = '"#value"';
      const written = `lower(trim(${found}.unit, ' \u00a0\u202f\u2009'))`;
      const cases = scales.map((scale) => {
        // A hundredth is divided by, for 0.07 is nearer to 7 / 100 than 7 * 0.01 is.
        const scaled =
          scale.factor > 0 && scale.factor < 1 && Number.isInteger(1 / scale.factor)
            ? `${value} / ${String(1 / scale.factor)}`
            : `${value} * ${String(scale.factor)}`;
        return `WHEN ${literal(scale.written)} THEN ${scaled}${scale.shift === 0 ? '' : ` + (${String(scale.shift)})`}`;
      });
      const money = `WHEN regexp_full_match(${found}.unit, '${currency}${blanks}') THEN ${value}`;
      // A bracket without its other half, and two signs, leave it open what is meant.
      const doubt = `(${found}.bracket = '') <> (${found}.end = '') OR (${found}.sign <> '' AND ${found}.inner <> '')`;
      const number = `CASE WHEN ${found}.number = '' OR ${doubt} THEN NULL WHEN ${found}.unit = '' THEN ${value} ${money} ELSE CASE ${written} ${cases.join(' ')} END END`;
      const result = '"#result"';
      const finite = letting(result, number, `CASE WHEN isfinite(${result}) THEN ${result} END`);
      const read = letting(found, match, letting(value, signed, finite));
      if (unreadable === 'missing') return read;
      return `coalesce(regexp_replace(CAST(${read} AS VARCHAR), '\\.0$', ''), ${column})`;
    });
  }),
);

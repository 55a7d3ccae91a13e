/** How numbers are written: significant digits by meaning, a thin grouping, missing values said as missing. */
const locale = 'en-GB';
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
/** Writes the sign as a minus, and none before what was rounded to zero. */
const minus = (text: string): string =>
  text.startsWith('-') && !/[1-9\u221e]/.test(text) ? text.slice(1) : text.replace('-', '\u2212');

/** A count: 12,480. */
export function count(value: number): string {
  return minus(whole.format(value));
}

/** A count with its noun: "1 row", "12,480 rows". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A measured value with `digits` significant digits; very large and very small ones in powers of ten. */
export function measured(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '\u221e' : '\u2212\u221e';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e9 || magnitude < 1e-4) return power(value, Math.min(digits, 3));
  // All digits before the point are always written.
  if (magnitude >= 10 ** digits) return minus(whole.format(value));
  return minus(new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }).format(value));
}

/** A score between 0 and 1 with four places: 0.8473. */
export function score(value: number | null): string {
  return value === null ? 'not defined' : minus(value.toFixed(4));
}

/** A share as a percentage: 97 %, 8.3 %, under 0.1 %. */
export function percentage(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent > 0 && percent < 0.1) return 'under 0.1 %';
  if (percent > 99.9 && percent < 100) return 'over 99.9 %';
  return `${minus(percent.toFixed(percent < 10 && percent !== Math.round(percent) ? 1 : 0))} %`;
}

const byteUnits = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** A size of a file: 840 bytes, 1.2 MB. */
export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < byteUnits.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  if (unit === 0) return counted(value, 'byte');
  return `${rest.toFixed(rest < 10 ? 1 : 0)} ${byteUnits[unit] ?? ''}`;
}

/** A count where there is little room: in full as far as it is short, then 1.2M. */
export const shortCount = (value: number): string => (value < 100_000 ? count(value) : tickLabel(value));

/** A number on an axis: as short as it can be, 12k for 12,000. */
export function tickLabel(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e12 || (magnitude > 0 && magnitude < 1e-4)) return power(value, 3);
  for (const [limit, letter] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    const step = letter === 'k' ? 1e3 : limit;
    if (magnitude >= limit) return minus(`${String(Number((value / step).toPrecision(4)))}${letter}`);
  }
  return minus(String(Number(value.toPrecision(6))));
}

const superscripts = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

/** 1.2 x 10^-7 in print form. */
export function power(value: number, digits: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const raised = [...String(Math.abs(Number(exponent)))].map((digit) => superscripts[Number(digit)]).join('');
  const short = String(Number(mantissa));
  const factor = short === '1' ? '' : short === '-1' ? '\u2212' : `${minus(short)} \u00d7 `;
  return `${factor}10${Number(exponent) < 0 ? '\u207b' : ''}${raised}`;
}

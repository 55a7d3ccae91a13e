/** The most characters that a cell of Excel holds. */
export const longestCell = 32_767;
/** Days from 30 December 1899 to 1970; Excel's own count is right from March 1900 on. */
const daysTo1970 = 25_569;
const firstSafeDay = 61;
const microsecondsOfDay = 86_400_000_000;

/** Styles of the file, by their place in its list. */
export const styles = { plain: 0, date: 1, moment: 2 } as const;

/** Text for XML: what XML cannot hold is written as Excel does, _x000B_, and so is what looks like that. */
export function escaped(text: string): string {
  return text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(
      // eslint-disable-next-line no-control-regex -- control characters are what XML cannot hold
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/[&<>]/g, (mark) => (mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : '&gt;'));
}

const textCell = (text: string): string =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, longestCell))}</t></is></c>`;

const serialCell = (days: number, style: number, iso: string): string =>
  days < firstSafeDay || days >= 2_958_466 ? textCell(iso) : `<c s="${style}"><v>${days}</v></c>`;

/**
 * A cell of Office Open XML. @param value as the query gives it: text for words and whole numbers, a number for
 * decimals, days since 1970 for dates, microseconds since then for moments.
 */
export function cellXml(value: unknown, sqlType: string): string {
  if (value === null || value === undefined) return '<c/>';
  if (typeof value === 'boolean') return `<c t="b"><v>${Number(value)}</v></c>`;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return '<c/>';
    if (sqlType === 'DATE')
      return serialCell(
        value + daysTo1970,
        styles.date,
        new Date(value * 86_400_000).toISOString().slice(0, 10),
      );
    if (sqlType === 'TIMESTAMP')
      return serialCell(
        value / microsecondsOfDay + daysTo1970,
        styles.moment,
        new Date(value / 1000).toISOString().slice(0, -1),
      );
    return `<c><v>${value}</v></c>`;
  }
  const text = String(value);
  if (sqlType === 'BIGINT' && Number.isSafeInteger(Number(text))) return `<c><v>${text}</v></c>`;
  return text === '' ? '<c/>' : textCell(text);
}

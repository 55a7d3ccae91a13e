import { plural, quoted, rowsOf, textColumns } from '../rule';
import type { Rule } from '../rule';

const signs = '[$€£¥₹]|USD|EUR|GBP|CHF|%|kg|g|mg|t|lb|oz|km|m|cm|mm|mi|ft|in|l|ml|h|min|s|ms|°C|°F|kWh|W|kW';
const number = new RegExp(
  `^\\s*(?:${signs})?\\s*[-+]?\\d[\\d.,' \\u00a0\\u202f]*\\s*(?:${signs})?\\s*$`,
  'i',
);
/** A mark of the thousands and then another of the decimals, or one mark that is not followed by three digits. */
const comma = /\d,(?:\d{1,2}|\d{4,})(?!\d)|\.\d{3},/;
const point = /\d\.(?:\d{1,2}|\d{4,})(?!\d)|,\d{3}\./;

/** Columns of text in which nearly all cells are numbers. */
export const numberText: Rule = {
  name: 'number-text',
  async look(look) {
    const drafts = [];
    for (const column of textColumns(look)) {
      const values = (await look.values(column)) ?? [];
      const numbers = values.filter(({ value }) => number.test(value));
      const count = rowsOf(numbers);
      // Codes such as 007 are names.
      const codes = rowsOf(numbers.filter(({ value }) => /^0\d/.test(value.trim())));
      if (count === 0 || count < 0.95 * rowsOf(values) || codes > 0) continue;
      const commas = rowsOf(numbers.filter(({ value }) => comma.test(value)));
      const points = rowsOf(numbers.filter(({ value }) => point.test(value)));
      // Both at once: nobody can tell without asking.
      if (commas > 0 && points > 0) continue;
      drafts.push({
        step: { kind: 'parse-numbers', columns: [column.name], decimal: commas > 0 ? ',' : '.' },
        reason: `${plural(count, 'cell')} of ${column.name} ${count === 1 ? 'is a number' : 'are numbers'} kept as text, such as ${quoted(numbers.map(({ value }) => value))}.`,
        changes: { what: 'cells' as const, count },
      });
    }
    return drafts;
  },
};

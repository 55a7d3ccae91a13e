import { plural, quoted, rowsOf, textColumns } from '../rule';
import type { Rule } from '../rule';
import type { Value } from '../groups';

const date = /^\s*(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})(?:[T ]\d{1,2}:\d{2}.*)?\s*$/;

const parts = (value: string): number[] => (date.exec(value) ?? []).slice(1, 4).map(Number);

/** The orders of day, month and year in which every date exists. */
function orders(values: readonly Value[]): string[] {
  const possible = {
    ymd: ([year = 0, month = 0, day = 0]: number[]) => year > 31 && month <= 12 && day <= 31,
    dmy: ([day = 0, month = 0]: number[]) => day >= 1 && day <= 31 && month >= 1 && month <= 12,
    mdy: ([month = 0, day = 0]: number[]) => day >= 1 && day <= 31 && month >= 1 && month <= 12,
  };
  return Object.entries(possible).flatMap(([order, fits]) =>
    values.every(({ value }) => fits(parts(value))) ? [order] : [],
  );
}

/** Columns of text in which nearly all cells are dates. */
export const dateText: Rule = {
  name: 'date-text',
  async look(look) {
    const drafts = [];
    for (const column of textColumns(look)) {
      const values = (await look.values(column)) ?? [];
      const dates = values.filter(({ value }) => date.test(value));
      const count = rowsOf(dates);
      const [order, ...others] = orders(dates);
      if (count === 0 || count < 0.95 * rowsOf(values) || order === undefined) continue;
      const isTimed = dates.some(({ value }) => value.includes(':'));
      const doubt =
        others.length > 0 ? ' Both orders of day and month are possible: check which one is meant.' : '';
      drafts.push({
        step: { kind: 'parse-dates', columns: [column.name], order, as: isTimed ? 'datetime' : 'date' },
        reason: `${plural(count, 'cell')} of ${column.name} ${count === 1 ? 'is a date' : 'are dates'} kept as text, such as ${quoted(dates.map(({ value }) => value))}.${doubt}`,
        changes: { what: 'cells' as const, count },
      });
    }
    return drafts;
  },
};

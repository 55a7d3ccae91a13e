import { z } from 'zod';
import { replaceText } from '../../../contract/cleaning/steps/replace-text';
import { literal } from '../sql';
import { implementStep } from './implement';
import { replacingTexts, requirePattern } from './texts';

/** The text as a pattern that fits nothing else. */
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

export const replaceTextStep = implementStep(replaceText, {
  learned: z.null(),
  keepsOrder: true,
  async fit({ find, pattern, replacement }, table) {
    if (!pattern) return null;
    const groups = [...replacement.matchAll(/\\(\d)/g)].map(([, digit]) => Number(digit));
    await requirePattern(find, table, Math.max(0, ...groups));
    return null;
  },
  sql: ({ columns, find, replacement, pattern, whole, matchCase, emptyIsMissing }, table) =>
    replacingTexts(columns, table, (column) => {
      const sought = pattern ? `(?:${find})` : escaped(find);
      const found = literal(`(?s${matchCase ? '' : 'i'})${whole ? String.raw`\A${sought}\z` : sought}`);
      const by = pattern ? replacement : replacement.replaceAll('\\', String.raw`\\`);
      const replaced = `regexp_replace(${column}, ${found}, ${literal(by)}, 'g')`;
      // A cell that was empty before is none of this step's business.
      return emptyIsMissing ? `CASE WHEN ${column} = '' THEN '' ELSE nullif(${replaced}, '') END` : replaced;
    }),
});

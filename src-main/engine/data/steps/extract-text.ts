import { z } from 'zod';
import { extractText } from '../../../contract/cleaning/steps/extract-text';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { newColumn } from './new-column';
import { requirePattern } from './texts';

export const extractTextStep = implementStep(extractText, {
  learned: z.null(),
  keepsOrder: true,
  async fit({ pattern, group }, table) {
    await requirePattern(pattern, table, group);
    return null;
  },
  sql({ column, pattern, group, into }, table) {
    const text = `CAST(${identifier(column)} AS VARCHAR)`;
    const part = `nullif(regexp_extract(${text}, ${literal(pattern)}, ${String(group)}), '')`;
    return `SELECT *, ${part} AS ${newColumn(into, table.columns)} FROM ${table.relation}`;
  },
});

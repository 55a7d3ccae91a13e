import type { Cleaned, Dataset } from '../../src-main/contract';
import { count, counted } from './numbers';

const change = (before: number, after: number, noun: string): string =>
  before === after ? counted(after, noun) : `${count(before)} \u2192 ${counted(after, noun)}`;

/**
 * How many rows and columns a table has, and had: before the step that it is shown after, or in the file where it is
 * shown after all steps. "12,480 → 12,068 rows, 14 columns".
 */
export function sizeWords(
  { dataset, cleaned, through }: { dataset: Dataset; cleaned: Cleaned; through: string | null },
  file?: Dataset,
): string {
  const report = through === null ? undefined : cleaned.steps.at(-1);
  const rows = { before: report?.rows.before ?? file?.rows ?? dataset.rows, after: dataset.rows };
  const columns = {
    before: report?.columns.before ?? file?.columns.length ?? dataset.columns.length,
    after: dataset.columns.length,
  };
  return `${change(rows.before, rows.after, 'row')}, ${change(columns.before, columns.after, 'column')}`;
}

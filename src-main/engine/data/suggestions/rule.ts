import type { StepSuggestion } from '../../../contract/schemas/cleaning';
import type { Database } from '../database';
import type { TableColumn } from '../steps/table';
import type { Value } from './groups';

/** The rows that a rule looks at. */
export interface Look {
  database: Database;
  /** As SQL takes it after FROM; with the number of the row. */
  relation: string;
  columns: readonly TableColumn[];
  rows: number;
  /** The different values of a column of text with their rows, most frequent first; null when there are too many. */
  values(column: TableColumn): Promise<readonly Value[] | null>;
}

/** A step with its parameters, and why. */
export interface Draft extends Pick<StepSuggestion, 'reason' | 'changes'> {
  step: { kind: string } & Record<string, unknown>;
}

/** Looks for one kind of thing that cleaning may put right. */
export interface Rule {
  name: string;
  look(look: Look): Promise<Draft[]>;
}

export const textColumns = ({ columns }: Look): TableColumn[] =>
  columns.filter(({ kind }) => kind === 'text');

/** "1,234" */
export const counted = (count: number): string => count.toLocaleString('en-US');

/** "1 cell", "2 cells" */
export const plural = (count: number, word: string): string =>
  `${counted(count)} ${count === 1 ? word : `${word}s`}`;

/** A few values in quotes. */
export const quoted = (values: readonly string[], most = 3): string =>
  values
    .slice(0, most)
    .map((value) => `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`)
    .join(', ') + (values.length > most ? ' …' : '');

export const rowsOf = (values: readonly Value[]): number => values.reduce((sum, { count }) => sum + count, 0);

import { z } from 'zod';
import { cellSchema } from './common';
import { rowOrderSchema } from './data';

/** How a value is tested. Those of words take any column by its text, without regard to case. */
export const conditionTests = [
  'is',
  'is-not',
  'contains',
  'not-contains',
  'starts-with',
  'above',
  'at-least',
  'below',
  'at-most',
  'between',
  'missing',
  'present',
] as const;
export type ConditionTest = (typeof conditionTests)[number];

export const conditionSchema = z.object({
  column: z.string(),
  test: z.enum(conditionTests),
  /** What is compared with: none for missing and present, two for between (both included), else one. */
  values: z.array(cellSchema).max(2),
});
export type Condition = z.infer<typeof conditionSchema>;

/** Which rows are shown, and in what order. It never changes the data. */
export const tableQuerySchema = z.object({
  /** The first one decides; missing values come last, ties in the order of the file. */
  sort: z.array(rowOrderSchema).max(8),
  match: z.enum(['all', 'any']),
  conditions: z.array(conditionSchema).max(50),
});
export type TableQuery = z.infer<typeof tableQuerySchema>;

/** How a person looks at a data set: kept with the project, beside the data. */
export const tableLookSchema = tableQuerySchema.extend({
  /** Pixels, of the columns whose width was changed. */
  widths: z.record(z.string(), z.number().min(32).max(2000)),
  /** Columns that stay in view, left to right. */
  frozen: z.array(z.string()),
});
export type TableLook = z.infer<typeof tableLookSchema>;

export const plainLook: TableLook = { sort: [], match: 'all', conditions: [], widths: {}, frozen: [] };

/** Rows in the order of a query, ready to be fetched in pages. */
export const tableViewSchema = z.object({
  /** Names it in datasets.rows and datasets.find, until the program ends or others have taken its place. */
  view: z.string(),
  rows: z.number().int().nonnegative(),
});
export type TableView = z.infer<typeof tableViewSchema>;

/** Cells that hold a text. */
export const foundSchema = z.object({
  /** Cells in all rows. */
  total: z.number().int().nonnegative(),
  /** [row, column] of the first of them, in the order that is shown. */
  cells: z.array(z.tuple([z.number(), z.number()])),
});
export type Found = z.infer<typeof foundSchema>;

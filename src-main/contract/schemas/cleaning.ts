import { z } from 'zod';
import { cleaningStepSchema } from '../cleaning';
import { errorPayloadSchema } from '../errors';
import { cellSchema, warningSchema } from './common';
import { columnTypeSchema, profileSchema } from './data';

/** What one step does to the rows that were looked at. */
export const stepReportSchema = z.object({
  id: z.string(),
  /** Before and after it. */
  rows: z.object({ before: z.number(), after: z.number() }),
  columns: z.object({ before: z.number(), after: z.number() }),
  /** Cells that it changes; null when that cannot be told, as of another table. */
  changed: z.number().nullable(),
  /** Of the changed cells those that it makes missing, such as texts that are no number. */
  emptied: z.number().optional(),
  /** Why it cannot be done; then it is left out, and so are those after it that need what it makes. */
  error: errorPayloadSchema.nullable(),
});
export type StepReport = z.infer<typeof stepReportSchema>;

export const cleaningPreviewSchema = z.object({
  /** How many rows were looked at, of all. */
  sampled: z.number(),
  total: z.number(),
  report: stepReportSchema.nullable(),
  /** What the step's statistics are taken from: all rows, or those that were looked at; null where it has none. */
  learnedFrom: z.enum(['all', 'sample']).nullable(),
  /** Of the steps gone through: why those that cannot be done cannot, by their ids. */
  errors: z.record(z.string(), errorPayloadSchema),
  /** The columns before the step, for its settings. */
  before: z.array(z.object({ name: z.string(), type: columnTypeSchema })),
  columns: z.array(z.object({ name: z.string(), type: columnTypeSchema })),
  /** Rows of the sample after the step. */
  rows: z.array(
    z.object({
      /** Index in the data set, from 0; null when the step makes another table. */
      row: z.number().nullable(),
      cells: z.array(cellSchema),
      /** What cells were before, by index of the column. */
      was: z.record(z.string(), cellSchema),
      /** Whether the step takes the row away. */
      removed: z.boolean(),
    }),
  ),
});
export type CleaningPreview = z.infer<typeof cleaningPreviewSchema>;

/** Names a table that cleaning made of a data set. */
export const cleanedTableSchema = z.string().regex(/^[0-9a-f]{32}$/);
export type CleanedTableId = z.infer<typeof cleanedTableSchema>;

/** The table that the steps make of the data set. */
export const cleanedSchema = z.object({
  /** Names it in datasets.rows, .view, .find, .analyse and .export; null where no step is done: the data set itself. */
  table: cleanedTableSchema.nullable(),
  /** Whether each of its rows is one of the data set, so that rows are numbered as there. */
  tracesRows: z.boolean(),
  /**
   * The table before the step that was asked for, where each row stands at the same place, so that cells can be
   * compared; its name null where that is the data set itself. Null where it was not asked for, or cannot be.
   */
  before: z.object({ table: cleanedTableSchema.nullable(), columns: z.array(z.string()) }).nullable(),
  profile: profileSchema,
  steps: z.array(stepReportSchema),
  warnings: z.array(warningSchema),
});
export type Cleaned = z.infer<typeof cleanedSchema>;

/** A step that may help, ready to be added. */
export const stepSuggestionSchema = z.object({
  /** The name of the rule that made it. */
  rule: z.string(),
  step: cleaningStepSchema,
  /** A plain sentence with the numbers that led to it. */
  reason: z.string(),
  /** What it would change of the rows that were looked at. */
  changes: z.object({ what: z.enum(['cells', 'rows', 'columns']), count: z.number() }),
});
export type StepSuggestion = z.infer<typeof stepSuggestionSchema>;

export const stepSuggestionsSchema = z.object({
  /** How many rows were looked at, of all. */
  sampled: z.number(),
  total: z.number(),
  suggestions: z.array(stepSuggestionSchema),
});
export type StepSuggestions = z.infer<typeof stepSuggestionsSchema>;

/** Ways to find spellings of one word; see docs/cleaning.md. */
export const spellingMethods = ['fingerprint', 'ngram', 'edit-distance', 'jaro-winkler'] as const;
export type SpellingMethod = (typeof spellingMethods)[number];

/** A proposal for the step that groups misspelt categories. */
export const spellingGroupsSchema = z.object({
  /** Different values of the column. */
  distinct: z.number(),
  /** Of them those that were compared: the most frequent ones where there are very many. */
  compared: z.number(),
  groups: z.array(
    z.object({
      to: z.string(),
      from: z.array(z.string()),
      /** Rows of `to`, and of all of `from`. */
      rows: z.object({ to: z.number(), from: z.number() }),
    }),
  ),
});
export type SpellingGroups = z.infer<typeof spellingGroupsSchema>;

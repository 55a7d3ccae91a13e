import { z } from 'zod';
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
  /** Why it cannot be done; then it is left out, and so are those after it that need what it makes. */
  error: errorPayloadSchema.nullable(),
});
export type StepReport = z.infer<typeof stepReportSchema>;

export const cleaningPreviewSchema = z.object({
  /** How many rows were looked at, of all. */
  sampled: z.number(),
  total: z.number(),
  report: stepReportSchema.nullable(),
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

/** The table that the steps make of the data set. */
export const cleanedSchema = z.object({
  profile: profileSchema,
  steps: z.array(stepReportSchema),
  warnings: z.array(warningSchema),
});
export type Cleaned = z.infer<typeof cleanedSchema>;

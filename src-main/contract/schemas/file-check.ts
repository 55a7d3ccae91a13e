import { z } from 'zod';
import { columnTypeSchema } from './column-types';

/** A column of a file that is one of the model's under another name. */
export const renamedColumnSchema = z.object({
  /** What the model calls it. */
  was: z.string(),
  /** What the file calls it. */
  is: z.string(),
});
export type RenamedColumn = z.infer<typeof renamedColumnSchema>;

/** A row that shows what was found. */
const exampleSchema = z.object({
  /** Of the table, from 1; null where cleaning made another table of the rows. */
  row: z.number().nullable(),
  value: z.string(),
});
export type CheckExample = z.infer<typeof exampleSchema>;

const found = { column: z.string(), rows: z.number(), examples: z.array(exampleSchema) };

/** How a file compares with what a model was trained on, before anything is predicted. */
export const fileCheckSchema = z.object({
  rows: z.number(),
  rejectedRows: z.number(),
  /** Whether its rows can be predicted: no column is missing that has to be there, and each can mostly be read. */
  passed: z.boolean(),
  /** Columns that the model needs and the file lacks, with one of the file that may be it. */
  missing: z.array(z.object({ column: z.string(), type: columnTypeSchema, proposal: z.string().nullable() })),
  /** Names that were taken for those of the model. */
  renamed: z.array(renamedColumnSchema),
  /** Columns that the model does not know; they are kept and not used. */
  extra: z.array(z.string()),
  /** Numbers and moments below or above all that training had. */
  outOfRange: z.array(z.object({ ...found, minimum: z.string(), maximum: z.string() })),
  /** Words that training did not have: `rows` of them, `distinct` different ones, the most frequent first. */
  unseen: z.array(
    z.object({
      ...found,
      distinct: z.number(),
      examples: z.array(exampleSchema.extend({ rows: z.number() })),
    }),
  ),
  /** Cells that cannot be read as the type of their column, and count as missing. */
  unreadable: z.array(
    z.object({ ...found, expected: columnTypeSchema, mostly: z.boolean(), reason: z.string() }),
  ),
  /** Columns with blank cells, which training had none of. */
  blank: z.array(z.object({ column: z.string(), rows: z.number() })),
});
export type FileCheck = z.infer<typeof fileCheckSchema>;

/** How many kinds of finding there are in it. */
export const findingsOf = (check: FileCheck): number =>
  check.missing.length +
  check.extra.length +
  check.outOfRange.length +
  check.unseen.length +
  check.unreadable.length +
  check.blank.length;

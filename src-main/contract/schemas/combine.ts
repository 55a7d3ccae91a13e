import { z } from 'zod';
import { columnTypeSchema } from './column-types';
import { warningSchema } from './common';

/** Data sets that are combined at once. */
export const mostCombined = 200;
/** Pairs of columns that a join compares. */
const mostKeys = 8;

export const stackSchema = z.object({
  kind: z.literal('stack'),
  /** Whether a column tells the file that each row came from. */
  fileColumn: z.boolean().default(false),
});

export const joinSchema = z.object({
  kind: z.literal('join'),
  /** Columns whose values have to be equal; a missing value equals nothing. */
  keys: z
    .array(z.object({ left: z.string(), right: z.string() }))
    .min(1)
    .max(mostKeys),
  /** Whether rows of the first data set without a counterpart stay (left) or go (inner). */
  type: z.enum(['left', 'inner']).default('left'),
  /** What to do when a key occurs more than once in the second data set: take its first row, or refuse. */
  duplicates: z.enum(['first', 'refuse']).default('refuse'),
});

/** How data sets become one: their rows one below the other, or the columns of the second beside the first. */
export const combineSchema = z.discriminatedUnion('kind', [stackSchema, joinSchema]);
export type Combine = z.infer<typeof combineSchema>;
/** The same before defaults are filled in, as it is sent. */
export type CombineChoice = z.input<typeof combineSchema>;
export type Stack = z.infer<typeof stackSchema>;
export type Join = z.infer<typeof joinSchema>;

/** What combining would give. */
export const combinationSchema = z.object({
  rows: z.number(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: columnTypeSchema,
      /** Its type in each data set; null where it is not there. */
      types: z.array(columnTypeSchema.nullable()),
    }),
  ),
  /** How the keys meet; null for a stack. */
  matches: z
    .object({
      leftRows: z.number(),
      /** Rows of the first data set with a counterpart. */
      leftMatched: z.number(),
      rightRows: z.number(),
      /** Rows of the second data set whose key is in the first. */
      rightMatched: z.number(),
      /** Keys that several rows of the second data set have, and one of them as text. */
      repeatedKeys: z.number(),
      repeatedExample: z.string().nullable(),
    })
    .nullable(),
  warnings: z.array(warningSchema),
});
export type Combination = z.infer<typeof combinationSchema>;

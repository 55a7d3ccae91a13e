import { z } from 'zod';

/** A row of the file that led to a decision. */
export const exampleSchema = z.object({
  /** Row of the table, from 1; the names are no row. */
  row: z.number(),
  text: z.string(),
});
export type Example = z.infer<typeof exampleSchema>;

/** A value that breaks what was said of its column. It counts as missing. */
export const unreadableCellSchema = z.object({
  /** Line of the file on which its row begins, from 1. */
  line: z.number(),
  /** Row of the table, from 1. */
  row: z.number(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
});
export type UnreadableCell = z.infer<typeof unreadableCellSchema>;

/** Warnings that ask a person to decide: the data alone does not settle them. */
export const openQuestions: readonly string[] = [
  'AMBIGUOUS_DATES',
  'AMBIGUOUS_NUMBERS',
  'MIXED_DATES',
  'MIXED_NUMBERS',
  'MISSING_WORDS',
  'NEARLY_TYPED',
  'UNDECODABLE_TEXT',
  'MIXED_ENCODINGS',
];

export const decisionKinds = ['encoding', 'delimiter', 'quote', 'header', 'column'] as const;

/** One decision on how a file is read: what it is, why, and the rows that led to it. */
export const decisionSchema = z.object({
  kind: z.enum(decisionKinds),
  /** The column, for decisions on one. */
  column: z.string().nullable(),
  /** What was decided, in words: "whole number", "comma". */
  choice: z.string(),
  reason: z.string(),
  examples: z.array(exampleSchema),
  /** Cells that count as missing by their word, and the first of them. */
  missing: z.object({ rows: z.number(), examples: z.array(exampleSchema) }),
  /** A person said so. */
  chosen: z.boolean(),
  /** The data does not settle it: a person should look. */
  open: z.boolean(),
});
export type Decision = z.infer<typeof decisionSchema>;

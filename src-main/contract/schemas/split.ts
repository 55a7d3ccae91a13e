import { z } from 'zod';
import { warningSchema } from './common';
import { errorPayloadSchema } from '../errors';

export const splitMethods = ['stratified', 'random', 'group', 'time', 'column'] as const;
export type SplitMethodName = (typeof splitMethods)[number];

export const partNames = ['train', 'validation', 'test'] as const;
export type PartName = (typeof partNames)[number];

const values = z.array(z.string().max(200)).max(200);

/** Which words of a column put a row into which part. Compared without case and without spaces around them. */
export const partValuesSchema = z.object({
  train: values.default(['train', 'training']),
  validation: values.default(['validation', 'valid', 'val', 'dev']),
  test: values.default(['test', 'testing', 'holdout']),
  /** Rows with these are left out. */
  ignore: values.default([]),
});
export type PartValues = z.infer<typeof partValuesSchema>;

export const afterFoldsNames = ['retrain', 'average'] as const;
export type AfterFolds = (typeof afterFoldsNames)[number];

/** The part of the recipe that says which rows train, validate and test. */
export const splitSchema = z.object({
  method: z.enum(splitMethods).default('stratified'),
  /** Shares of the rows; `column` uses the one for validation only where the column names no validation rows. */
  validation: z.number().min(0.01).max(0.5).default(0.16),
  test: z.number().min(0.01).max(0.5).default(0.2),
  /** group: rows with the same value of this column stay together. */
  groupColumn: z.string().nullable().default(null),
  /** time: a column of dates or numbers; the oldest rows train, the newest ones test. */
  timeColumn: z.string().nullable().default(null),
  /** time: rows so close before a border (days, or units of the number) are set aside. */
  gap: z.number().min(0).max(1e12).default(0),
  /** column: says of each row which part it is in. */
  partColumn: z.string().nullable().default(null),
  partValues: partValuesSchema.prefault({}),
  /** With 2 or more, the rows that do not test are dealt into folds, each of which validates once. */
  folds: z.number().int().min(1).max(20).default(1),
  /**
   * With folds, what becomes the model: a network that is trained again on all rows but the test rows, or the average of
   * the folds' networks (bagging).
   */
  afterFolds: z.enum(afterFoldsNames).default('retrain'),
});
export type SplitSettings = z.infer<typeof splitSchema>;

const countsSchema = z.object({ train: z.number(), validation: z.number(), test: z.number() });
const asideSchema = countsSchema.extend({ aside: z.number() });

/** Which rows a recipe puts where, found from the rows themselves. */
export const splitPreviewSchema = z.object({
  /** Rows with a value to predict. `aside`: those among them that are in no part. */
  rows: asideSchema,
  /** Rows of each class, the most frequent first, at most 20; null for numbers. */
  classes: z.array(countsSchema.extend({ name: z.string() })).nullable(),
  /** group: how many groups each part has. */
  groups: countsSchema.nullable(),
  /** time: rows over time in equal steps, in seconds since 1970 or in the number's own unit. */
  timeline: z
    .object({
      kind: z.enum(['moment', 'number']),
      from: z.number(),
      to: z.number(),
      bins: z.array(asideSchema),
    })
    .nullable(),
  /** column: its values, the most frequent first, at most 50, and the part that each names. */
  values: z
    .array(
      z.object({ value: z.string(), rows: z.number(), part: z.enum([...partNames, 'ignore']).nullable() }),
    )
    .nullable(),
  folds: z.array(z.object({ train: z.number(), validation: z.number() })),
  warnings: z.array(warningSchema),
  /** What keeps the rows from being split that way. */
  problem: errorPayloadSchema.nullable(),
});
export type SplitPreview = z.infer<typeof splitPreviewSchema>;

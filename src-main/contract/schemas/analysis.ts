import { z } from 'zod';
import { columnTypeSchema } from './data';

const names = z.array(z.string());
const count = z.number().int().nonnegative();

/** How two columns are compared: see engine/data/profile/measures, one file each. */
export const associationNames = [
  'pearson',
  'spearman',
  'cramers-v',
  'cramers-v-corrected',
  'mutual-information',
] as const;
export const associationNameSchema = z.enum(associationNames);
export type AssociationName = z.infer<typeof associationNameSchema>;

/** Every pair of columns by one measure. Null: not defined for the pair, as for words in a correlation of numbers. */
export const associationSchema = z.object({
  measure: associationNameSchema,
  columns: names,
  /** values[i][j] of columns i and j; symmetric, 1 on the diagonal. */
  values: z.array(z.array(z.number().nullable())),
});
export type Association = z.infer<typeof associationSchema>;

export const quantilesSchema = z.object({
  column: z.string(),
  /** Ascending, from 0 to 1. */
  probabilities: z.array(z.number()),
  /** Interpolated linearly, as NumPy and pandas do. */
  values: z.array(z.number()),
  /** Whether they are those of the sampled rows. */
  sampled: z.boolean(),
});
export type Quantiles = z.infer<typeof quantilesSchema>;

/** Values beyond Tukey's fences: 1.5 times the interquartile range below the lower and above the upper quartile. */
export const outliersSchema = z.object({
  column: z.string(),
  lowerFence: z.number(),
  upperFence: z.number(),
  below: count,
  above: count,
  /** Five-number summary, of all rows. */
  minimum: z.number(),
  lowerQuartile: z.number(),
  median: z.number(),
  upperQuartile: z.number(),
  maximum: z.number(),
});
export type Outliers = z.infer<typeof outliersSchema>;

export const missingPatternsSchema = z.object({
  /** Columns that miss values, most first. */
  columns: z.array(z.object({ name: z.string(), missing: count })),
  /** Which of them are missing together (indices into `columns`), most rows first; complete rows are the empty one. */
  patterns: z.array(z.object({ missing: z.array(count), rows: count })),
  /** Patterns that were left out of the list, and their rows. */
  otherPatterns: count,
  otherRows: count,
  completeRows: count,
});
export type MissingPatterns = z.infer<typeof missingPatternsSchema>;

export const duplicatesSchema = z.object({
  /** Rows that repeat an earlier one in every column. */
  rows: count,
  /** Different rows that occur more than once. */
  groups: count,
  /** The same with identifiers left aside; null when there are none. */
  withoutIdentifiers: z.object({ rows: count, groups: count, identifiers: names }).nullable(),
  /** Rows that agree in all inputs and differ in the target; null without a target. */
  contradicting: count.nullable(),
  /** Numbers of rows (from 0) that are the same, of the groups that repeat most. */
  examples: z.array(z.object({ times: count, rows: z.array(count) })),
});
export type Duplicates = z.infer<typeof duplicatesSchema>;

export const targetPartSchema = z.object({
  column: z.string(),
  task: z.enum(['classification', 'regression']),
  /** Rows of each class, most frequent first, at most 50; null for numbers. */
  balance: z
    .object({
      classes: z.array(z.object({ value: z.string(), rows: count })),
      otherRows: count,
      /** Rows of the most frequent class for each of the rarest. */
      imbalance: z.number(),
    })
    .nullable(),
  missing: count,
  /**
   * What each column alone tells of the target: mutual information in nats, as a share of the entropy of the target,
   * and how well it predicts rows that it was not looked up from (0: no better than always the same answer, 1: exact).
   */
  columns: z.array(
    z.object({ column: z.string(), nats: z.number(), share: z.number(), predicts: z.number() }),
  ),
});
export type TargetPart = z.infer<typeof targetPartSchema>;

export const findingCodes = [
  'PREDICTS_TARGET',
  'MISSING_PREDICTS_TARGET',
  'IDENTIFIER_LIKE',
  'DATE_AFTER_EVENT',
  'CONSTANT',
  'MOSTLY_MISSING',
  'SAME_AS',
  'DUPLICATE_ROWS',
  'CONTRADICTING_ROWS',
  'UNBALANCED_CLASSES',
] as const;

/** Something that would mislead a model, how it was decided, and what to do about it. */
export const findingSchema = z.object({
  code: z.enum(findingCodes),
  column: z.string().optional(),
  message: z.string(),
  /** The rule that decided it, with its figures. */
  decidedBy: z.string(),
  next: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** A deeper look at a table than its profile: what belongs together, what is odd, what would mislead. */
export const analysisSchema = z.object({
  rows: count,
  /** Rows that quantiles, associations, the target and findings were computed on; equal to `rows` when on all. */
  sampledRows: count,
  quantiles: z.array(quantilesSchema),
  outliers: z.array(outliersSchema),
  associations: z.array(associationSchema),
  /** Columns that take no part in associations, with the reason. */
  leftOut: z.array(z.object({ column: z.string(), reason: z.string() })),
  missing: missingPatternsSchema,
  duplicates: duplicatesSchema,
  target: targetPartSchema.nullable(),
  findings: z.array(findingSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;

/** How one column of a later table differs from the same column of an earlier one. */
export const columnDriftSchema = z.object({
  column: z.string(),
  type: columnTypeSchema,
  /** Population stability index: below 0.1 steady, 0.1 to 0.25 shifted, above 0.25 different. */
  stabilityIndex: z.number(),
  verdict: z.enum(['steady', 'shifted', 'different']),
  /** Kolmogorov-Smirnov (numbers and dates) or chi-squared (words): statistic and p-value. */
  test: z
    .object({
      name: z.enum(['kolmogorov-smirnov', 'chi-squared']),
      statistic: z.number(),
      degreesOfFreedom: z.number().nullable(),
      pValue: z.number(),
    })
    .nullable(),
  missingBefore: z.number(),
  missingAfter: z.number(),
  /** Shares of rows by part of the range or by category; what is missing is a part of its own. */
  parts: z.array(z.object({ label: z.string(), before: z.number(), after: z.number() })),
  /** Values that the earlier table does not have, most frequent first, at most 20. */
  newCategories: z.array(z.object({ value: z.string(), rows: count })),
  newCategoryCount: count,
});
export type ColumnDrift = z.infer<typeof columnDriftSchema>;

export const driftSchema = z.object({
  rowsBefore: count,
  rowsAfter: count,
  sampledBefore: count,
  sampledAfter: count,
  columns: z.array(columnDriftSchema),
  /** Columns of one table only, and those whose types cannot be compared. */
  missingColumns: names,
  newColumns: names,
  changedTypes: z.array(z.object({ column: z.string(), before: columnTypeSchema, after: columnTypeSchema })),
});
export type Drift = z.infer<typeof driftSchema>;

const fiveNumbers = z.object({
  minimum: z.number(),
  lowerQuartile: z.number(),
  median: z.number(),
  upperQuartile: z.number(),
  maximum: z.number(),
});

/** Two columns side by side, as a picture of their kinds shows them. */
export const pairSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('scatter'),
    rows: count,
    points: z.array(z.tuple([z.number(), z.number()])),
  }),
  z.object({
    kind: z.literal('boxes'),
    rows: count,
    /** Which of the two is the number. */
    number: z.string(),
    groups: z.array(fiveNumbers.extend({ label: z.string(), rows: count })),
  }),
  z.object({
    kind: z.literal('mosaic'),
    rows: count,
    xLabels: names,
    yLabels: names,
    /** counts[x][y] */
    counts: z.array(z.array(count)),
  }),
]);
export type Pair = z.infer<typeof pairSchema>;

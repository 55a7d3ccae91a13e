import { z } from 'zod';
import { columnTypeSchema } from './column-types';
import { combineSchema } from './combine';
import { cellSchema, datasetIdSchema, timeSchema, uploadIdSchema, warningSchema } from './common';
import { decisionSchema, unreadableCellSchema } from './decisions';
import { choicesShape, placeShape } from './formats';
import { imageFactsSchema } from './images';

export { columnTypes, columnTypeSchema, type ColumnType } from './column-types';

export const encodings = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252', 'gb18030'] as const;
export const encodingSchema = z.enum(encodings);
export type Encoding = z.infer<typeof encodingSchema>;

/**
 * What a person decided for one column, in place of what the import would find. A list keyed by name rather than a
 * record, so that a column may be called `__proto__`.
 */
export const columnReadingSchema = z.object({
  name: z.string(),
  type: columnTypeSchema.optional(),
  decimalSeparator: z.enum(['.', ',']).optional(),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).optional(),
  /** Words that mean missing in this column, in place of those of the file. */
  missingWords: z.array(z.string()).optional(),
});
export type ColumnReading = z.infer<typeof columnReadingSchema>;

/**
 * How delimited text is read: every decision that the import made. Kept with the data and with each run,
 * and applied to every later file of that kind, prediction files included.
 */
export const readingSchema = z.object({
  encoding: encodingSchema,
  delimiter: z.string().min(1).max(1),
  quote: z.string().max(1),
  hasHeader: z.boolean(),
  decimalSeparator: z.enum(['.', ',']),
  /** The order of day, month and year in dates that are not ISO. */
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']),
  /** Words that mean missing besides the empty cell, compared exactly. */
  missingWords: z.array(z.string()),
  /** Columns that are read in a way of their own, because a person said so. */
  columns: z.array(columnReadingSchema).optional(),
  ...placeShape,
});
export type Reading = z.infer<typeof readingSchema>;
/** Where in a file a table stands, as far as a person says it. */
export type Place = Pick<Reading, 'member' | 'sheet' | 'range' | 'headerRow'>;

export const columnSchema = z.object({
  /** Unique in the data set; made from the header (blank and repeated names are changed, with a warning). */
  name: z.string(),
  type: columnTypeSchema,
  /** Identifies rows (all distinct, or named like an id): left out of training by default. */
  identifier: z.boolean(),
  /** Holds a single value, or none: nothing to learn from. */
  constant: z.boolean(),
});
export type Column = z.infer<typeof columnSchema>;

/** Where the data comes from: an upload of the renderer, a bundled sample, or (command line) a path. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), upload: uploadIdSchema }),
  z.object({ kind: z.literal('sample'), sample: z.string() }),
  /** The file that a data set of the open project was read from, to read it in another way. */
  z.object({ kind: z.literal('dataset'), dataset: datasetIdSchema }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** What the first look at a file found, before anything is imported. */
export const inspectionSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  reading: readingSchema,
  columns: z.array(columnSchema),
  /** The first rows as text, exactly as in the file. */
  sample: z.array(z.array(z.string())),
  /** The same rows as values, as the import would keep them. */
  values: z.array(z.array(cellSchema)).optional(),
  /** Every decision of the reading with the rows that led to it: those of the file, then one a column. */
  decisions: z.array(decisionSchema).optional(),
  warnings: z.array(warningSchema),
  ...choicesShape,
});
export type Inspection = z.infer<typeof inspectionSchema>;

export const histogramSchema = z.object({
  /** bins + 1 edges, ascending; seconds since 1970 for dates. */
  edges: z.array(z.number()),
  counts: z.array(z.number()),
});
export type Histogram = z.infer<typeof histogramSchema>;

export const columnSummarySchema = columnSchema.extend({
  missing: z.number(),
  distinct: z.number(),
  /** Whether `distinct` is an estimate: of decimals and dates of large tables that hardly ever repeat. */
  distinctEstimated: z.boolean().optional(),
  /** Numbers: min, max, mean, standard deviation (n - 1), quartiles. Null for other types. */
  numbers: z
    .object({
      minimum: z.number(),
      maximum: z.number(),
      mean: z.number(),
      standardDeviation: z.number(),
      lowerQuartile: z.number(),
      median: z.number(),
      upperQuartile: z.number(),
    })
    .nullable(),
  /** Dates: first and last as ISO text. */
  dates: z.object({ first: z.string(), last: z.string() }).nullable(),
  histogram: histogramSchema.nullable(),
  /** The most frequent values of booleans, categories and text, most frequent first, at most 20. */
  top: z.array(z.object({ value: z.string(), count: z.number() })),
  /** Of pictures. */
  images: imageFactsSchema.optional(),
});
export type ColumnSummary = z.infer<typeof columnSummarySchema>;

export const profileSchema = z.object({
  rows: z.number(),
  columns: z.array(columnSummarySchema),
});
export type Profile = z.infer<typeof profileSchema>;

export const rejectedRowSchema = z.object({
  /** Line of the file on which the row begins, from 1. */
  line: z.number(),
  reason: z.string(),
  /** The text of the row, shortened. */
  text: z.string(),
});
export type RejectedRow = z.infer<typeof rejectedRowSchema>;

/** dataset.json beside data.parquet. */
export const datasetSchema = z.object({
  formatVersion: z.literal(1),
  id: datasetIdSchema,
  name: z.string(),
  createdAt: timeSchema,
  source: z.object({ name: z.string(), bytes: z.number() }),
  /** SHA-256 of the source file, hexadecimal. */
  fingerprint: z.string(),
  reading: readingSchema,
  rows: z.number(),
  columns: z.array(columnSchema),
  /** The columns before cleaning, where `columns` are those after it. */
  rawColumns: z.array(columnSchema).optional(),
  rejectedRows: z.number(),
  /** How long the import took. */
  importSeconds: z.number().optional(),
  warnings: z.array(warningSchema),
  /** The data set whose file was read in another way for this one; that one's own origin, if it has one. */
  origin: datasetIdSchema.optional(),
  /** Whether the file it was read from is kept beside it. */
  original: z.boolean().optional(),
  /** The data sets that it was made of, and how, where it is no file of its own. */
  combined: z
    .object({
      how: combineSchema,
      parts: z.array(z.object({ dataset: datasetIdSchema, name: z.string() })),
    })
    .optional(),
  /** Whether it has pictures, which lie in files beside the table. */
  images: z.boolean().optional(),
  /** Values that do not follow the type their column was given, the first of each column; they count as missing. */
  unreadable: z.array(unreadableCellSchema).optional(),
});
export type Dataset = z.infer<typeof datasetSchema>;

export const rowPageSchema = z.object({
  offset: z.number(),
  total: z.number(),
  rows: z.array(z.array(cellSchema)),
  /** The number of each row (from 0) in the data set, where rows are sorted or filtered. */
  numbers: z.array(z.number()).optional(),
  /** Of each row, what cells were in the table that it is compared with: by index of the column, where they differ. */
  was: z.array(z.record(z.string(), cellSchema)).optional(),
});
export type RowPage = z.infer<typeof rowPageSchema>;

export const rowOrderSchema = z.object({ column: z.string(), descending: z.boolean() });
export type RowOrder = z.infer<typeof rowOrderSchema>;

export const sampleSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  rows: z.number(),
  columns: z.number(),
  /** The column that the sample is usually used to predict. */
  target: z.string(),
  licence: z.string(),
});
export type Sample = z.infer<typeof sampleSchema>;

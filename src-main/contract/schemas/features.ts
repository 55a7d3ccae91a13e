import { z } from 'zod';
import { histogramSchema } from './data';
import { sequencesSchema } from './sequences';

/**
 * What becomes of a number before the network sees it. Each is fitted on training rows only. Formulas and sources are in
 * docs/features.md.
 */
export const numberTransforms = [
  'robust',
  'standard',
  'min-max',
  'max-abs',
  'quantile',
  'yeo-johnson',
  'log',
  'clip',
  'piecewise',
  'periodic',
  'none',
] as const;
export const numberTransformSchema = z.enum(numberTransforms);
export type NumberTransform = z.infer<typeof numberTransformSchema>;

/** What each transform of a number can be told besides; all have defaults. */
const numberChoices = [
  z.object({ transform: z.literal('robust') }),
  z.object({ transform: z.literal('standard') }),
  z.object({ transform: z.literal('min-max') }),
  z.object({ transform: z.literal('max-abs') }),
  z.object({ transform: z.literal('yeo-johnson') }),
  z.object({ transform: z.literal('log') }),
  z.object({ transform: z.literal('none') }),
  z.object({
    transform: z.literal('quantile'),
    /** The shape that the values get: as many in each part of 0 to 1, or a bell around 0. */
    output: z.enum(['normal', 'uniform']).default('normal'),
    /** Places at which the training rows are looked at. */
    quantiles: z.number().int().min(2).max(1000).default(256),
  }),
  z.object({
    transform: z.literal('clip'),
    /** Whether `lower` and `upper` are shares of the rows (0 to 1) or values. */
    by: z.enum(['share', 'value']).default('share'),
    lower: z.number().default(0.01),
    upper: z.number().default(0.99),
  }),
  z.object({
    transform: z.literal('piecewise'),
    bins: z.number().int().min(2).max(128).default(16),
  }),
  z.object({
    transform: z.literal('periodic'),
    frequencies: z.number().int().min(1).max(64).default(8),
    /** Deviation of the frequencies, in turns a standard deviation of the column. */
    spread: z.number().min(0.001).max(10).default(0.3),
  }),
] as const;

/** What becomes of a category, truth value or text. Values beyond the most frequent `categories` count as unknown. */
export const categoryTransforms = [
  'one-hot',
  'ordinal',
  'target',
  'frequency',
  'hashing',
  'embedding',
] as const;
export const categoryTransformSchema = z.enum(categoryTransforms);
export type CategoryTransform = z.infer<typeof categoryTransformSchema>;

const categories = z.number().int().min(1).max(10_000).default(1000);

const categoryChoices = [
  z.object({
    transform: z.literal('one-hot'),
    /** Null: as many as `maximumCategories` says. */
    categories: z.number().int().min(1).max(1000).nullable().default(null),
  }),
  z.object({ transform: z.literal('ordinal'), categories }),
  z.object({
    transform: z.literal('target'),
    categories,
    /** So many rows of the average weigh as much as a category's own rows. */
    smoothing: z.number().min(0).max(100_000).default(10),
    /** Training rows are encoded by what the other folds say. */
    folds: z.number().int().min(2).max(20).default(5),
  }),
  z.object({ transform: z.literal('frequency'), categories }),
  z.object({
    transform: z.literal('hashing'),
    categories: categories.default(10_000),
    buckets: z.number().int().min(2).max(1024).default(32),
  }),
  z.object({
    transform: z.literal('embedding'),
    categories: categories.default(10_000),
    /** Numbers a category; null: by how many categories there are. */
    width: z.number().int().min(1).max(256).nullable().default(null),
  }),
] as const;

/** What becomes of a text, besides what becomes of a category. */
const wordsChoice = z.object({
  transform: z.literal('words'),
  /** 1 where the word is there, how often it is there, or how telling it is. */
  weighting: z.enum(['presence', 'counts', 'tfidf']).default('tfidf'),
  /** The words that most training rows have. */
  words: z.number().int().min(1).max(1000).default(200),
});
/** A text as ids of its pieces in order, for networks that read it. */
const tokensChoice = z.object({
  transform: z.literal('tokens'),
  /** Pieces of words that are learned from training rows; more would be too much for the expression in an exported model. */
  vocabulary: z.number().int().min(50).max(1500).default(1000),
  /** Pieces of a text that are read: longer ones are cut, shorter ones filled up. */
  length: z.number().int().min(2).max(1024).default(64),
});
export const textTransforms = ['words', 'tokens', ...categoryTransforms] as const;
export type TextTransform = (typeof textTransforms)[number];

/** How a picture that is no square becomes one: as it is pulled, whole with black beside it, or its middle. */
export const imageFits = ['stretch', 'fit', 'crop'] as const;
export type ImageFit = (typeof imageFits)[number];
/** 0 to 1; or by channel to mean 0 and deviation 1 over the training rows. */
export const imageScalings = ['standard', 'unit'] as const;
export type ImageScaling = (typeof imageScalings)[number];

/** A picture as points of one size, for networks that look at it. */
const imageChoice = z.object({
  transform: z.literal('image'),
  /** Points of each side; null: by how large the pictures are. */
  side: z.number().int().min(8).max(256).nullable().default(null),
  fit: z.enum(imageFits).default('stretch'),
  /** Null: grey where nearly all pictures are. */
  colour: z.boolean().nullable().default(null),
  scaling: z.enum(imageScalings).default('standard'),
});

/** Parts of a date or moment. */
export const dateParts = [
  'year',
  'quarter',
  'month',
  'day',
  'weekday',
  'hour',
  'minute',
  'weekend',
  'month-start',
  'month-end',
] as const;
export const datePartSchema = z.enum(dateParts);
export type DatePart = z.infer<typeof datePartSchema>;
export const datePartEncodingSchema = z.enum(['cyclic', 'number', 'one-hot']);

export const momentTransforms = ['cycles', 'date-parts'] as const;
export type MomentTransform = (typeof momentTransforms)[number];

const momentChoices = [
  /** The parts that vary, as circles, and the time itself. */
  z.object({ transform: z.literal('cycles') }),
  z.object({
    transform: z.literal('date-parts'),
    parts: z.array(datePartSchema).default(['year', 'month', 'day', 'weekday']),
    as: datePartEncodingSchema.default('cyclic'),
    /** Whether the time itself, in days, is added. */
    elapsed: z.boolean().default(true),
  }),
] as const;

/** A transform of one column and its settings; columns that are not named follow the default of their type. */
export const columnTransformSchema = z.discriminatedUnion('transform', [
  ...numberChoices,
  ...categoryChoices,
  wordsChoice,
  tokensChoice,
  ...momentChoices,
  imageChoice,
]);
export type ColumnTransform = z.infer<typeof columnTransformSchema>;
export type TransformName = ColumnTransform['transform'];
export type TransformOf<Name extends TransformName> = Extract<ColumnTransform, { transform: Name }>;

/** How columns become numbers: one choice a type, and what was chosen for single columns. */
export const featuresSchema = z.object({
  /** Of every number that has no choice of its own. */
  numberScaling: numberTransformSchema.default('robust'),
  /** piecewise: bins of every number that has no choice of its own. */
  numberBins: z.number().int().min(2).max(128).default(16),
  /** Of every category, truth value or text that has no choice of its own. */
  categoryEncoding: categoryTransformSchema.default('one-hot'),
  /** The most frequent categories get a slot of their own, the rest share the unknown slot. */
  maximumCategories: z.number().int().min(1).max(1000).default(64),
  columns: z.record(z.string(), columnTransformSchema).default({}),
  /** Numbers that are steps of a sequence, not columns of their own. */
  sequences: sequencesSchema.default([]),
});
export type FeatureSettings = z.infer<typeof featuresSchema>;

/** What a transform makes of a column, over a sample of its rows: for showing beside the choice. */
export const transformPreviewSchema = z.object({
  /** Rows of the sample. */
  rows: z.number(),
  /** Numbers that the network sees for the column. */
  width: z.number(),
  /** Whether the last of them marks missing values; it is not among those shown. */
  flag: z.boolean(),
  /** Of numbers and dates (seconds since 1970). */
  before: histogramSchema.nullable(),
  /** Of the first numbers that the network sees. */
  after: z.array(histogramSchema),
  /** Of categories: the most frequent values and the first numbers that each becomes. */
  examples: z.array(z.object({ value: z.string(), rows: z.number(), numbers: z.array(z.number()) })),
});
export type TransformPreview = z.infer<typeof transformPreviewSchema>;

import { z } from 'zod';

/**
 * Slot 0 is for values never seen in training (and for rare ones beyond the limit); the value at index i has slot
 * i + 1. The empty string stands for missing and is in the vocabulary only if training had it.
 */
const vocabulary = z.array(z.string());

/** One-hot over unknown + vocabulary. Truth values come as the words "true" and "false". */
export const fittedCategorySchema = z.object({ column: z.string(), kind: z.literal('category'), vocabulary });

/** The numbers of each slot. */
const table = z.array(z.array(z.number()).min(1)).min(1);

/** Ordinal, frequency and target encoding: numbers by slot. */
export const fittedLookupSchema = z.object({
  kind: z.literal('lookup'),
  column: z.string(),
  vocabulary,
  values: table,
  /** For training rows only: their fold is (row mod prime * multiplier + offset) mod prime mod tables. */
  folds: z
    .object({ multiplier: z.number().int(), offset: z.number().int(), tables: z.array(table).min(2) })
    .optional(),
});

/** Hashing: one-hot over unknown + buckets; `buckets` has the bucket of each value of the vocabulary, from 1. */
export const fittedBucketsSchema = z.object({
  kind: z.literal('buckets'),
  column: z.string(),
  vocabulary,
  buckets: z.array(z.number().int().min(1)),
  size: z.number().int().min(2),
});

/** The slot itself; the network begins with an embedding of so many numbers a slot. */
export const fittedEmbeddingSchema = z.object({
  kind: z.literal('embedding'),
  column: z.string(),
  vocabulary,
  width: z.number().int().min(1),
});

/** Bag of words: `vocabulary` has every way of writing, `places` the word that each is, `weights` one number a word. */
export const fittedWordsSchema = z.object({
  kind: z.literal('words'),
  column: z.string(),
  vocabulary,
  places: z.array(z.number().int().min(0)),
  weighting: z.enum(['presence', 'counts', 'tfidf']),
  weights: z.array(z.number()).min(1),
});

/**
 * A text as ids of pieces: 0 fills up short texts, 1 is for characters that no piece begins with, then the pieces of the vocabulary in order.
 * A network makes room for `size` of them, however many were found.
 */
export const fittedTokensSchema = z.object({
  kind: z.literal('tokens'),
  column: z.string(),
  vocabulary: z.array(z.string().min(1)),
  size: z.number().int().min(1),
  length: z.number().int().min(1),
});

/** Every fitted transform of a category. */
export const categorySchemas = [
  fittedCategorySchema,
  fittedLookupSchema,
  fittedBucketsSchema,
  fittedEmbeddingSchema,
  fittedWordsSchema,
  fittedTokensSchema,
] as const;

export type FittedCategory = z.infer<typeof fittedCategorySchema>;
export type FittedLookup = z.infer<typeof fittedLookupSchema>;
export type FittedBuckets = z.infer<typeof fittedBucketsSchema>;
export type FittedTokens = z.infer<typeof fittedTokensSchema>;
export type FittedWords = z.infer<typeof fittedWordsSchema>;
export type FittedEmbedding = z.infer<typeof fittedEmbeddingSchema>;

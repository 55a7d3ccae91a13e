import { z } from 'zod';
import { columnTypeSchema } from './column-types';
import { imageFits } from './features';
import { taskSchema } from './recipe';

/** What training rows held of one input column. Moments are seconds since 1970 (UTC). */
export const inputRangeSchema = z.object({
  name: z.string(),
  /** Null for text, and where no value was finite. */
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  /** Training rows without a value. */
  missing: z.number(),
});
export type InputRange = z.infer<typeof inputRangeSchema>;

/** One column that a model takes. */
export const contractColumnSchema = z.object({
  name: z.string(),
  /** What it held when the model was trained. */
  type: columnTypeSchema,
  /**
   * How it goes into an exported file: float, string, double of seconds since 1970 (UTC), or the points of a picture as
   * float from 0 to 255, [rows, height, width, channels].
   */
  takes: z.enum(['number', 'text', 'moment', 'image']),
  /** The least and the largest of the training rows; null for text, and for models of earlier versions. */
  range: z.object({ minimum: z.number(), maximum: z.number() }).nullable(),
  /** The words that the model knows; null for numbers, moments and free text. */
  categories: z.array(z.string()).nullable(),
  /** Whether training rows lacked values; null where it is not known. */
  missing: z.boolean().nullable(),
  /** Of pictures: their size, and how they are brought to it. */
  image: z
    .object({
      height: z.number(),
      width: z.number(),
      /** 1 grey, 3 red, green and blue. */
      channels: z.number(),
      fit: z.enum(imageFits),
    })
    .optional(),
});
export type ContractColumn = z.infer<typeof contractColumnSchema>;

/** What a model takes and what it gives: enough to check rows and to call it from anywhere. */
export const inputContractSchema = z.object({
  kind: z.literal('strongroom-input-contract'),
  formatVersion: z.literal(1),
  target: z.string(),
  task: taskSchema,
  /** In the order of the probabilities; null for numbers. */
  classes: z.array(z.string()).nullable(),
  columns: z.array(contractColumnSchema),
  /** The names of an exported file's outputs, where they are known. */
  outputs: z.object({ predicted: z.string(), probabilities: z.string().nullable() }),
});
export type InputContract = z.infer<typeof inputContractSchema>;

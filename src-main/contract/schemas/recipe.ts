import { z } from 'zod';
import { augmentationsSchema } from './augmentation';
import { datasetIdSchema } from './common';
import { decisionSettingsSchema } from './class-decision';
import { columnTypeSchema, readingSchema } from './data';
import { cleaningSchema } from '../cleaning';
import { shelfSchema } from './shelf';
import { featuresSchema } from './features';
import { modelSchema } from './model';
import { splitSchema } from './split';
import { losses, trainingSchema } from './training';

export const tasks = ['regression', 'binary', 'multiclass'] as const;
export const taskSchema = z.enum(tasks);
export type Task = z.infer<typeof taskSchema>;

export const columnRoleSchema = z.enum(['input', 'target', 'ignore']);
export type ColumnRole = z.infer<typeof columnRoleSchema>;

/** What the recipe says of one column; columns it does not name follow the defaults of their type. */
export const recipeColumnSchema = z.object({
  role: columnRoleSchema,
  type: columnTypeSchema,
});
export type RecipeColumn = z.infer<typeof recipeColumnSchema>;

export const recipeVersion = 1;

/** One document that says how a model is made. Window, browser and command line edit and run the same. */
export const recipeSchema = z.object({
  version: z.literal(recipeVersion),
  /** Left out in recipes written by hand, of which only the cleaning is done. */
  data: z
    .object({
      dataset: datasetIdSchema.nullable().default(null),
      fingerprint: z.string().nullable().default(null),
      reading: readingSchema.nullable().default(null),
    })
    .prefault({}),
  cleaning: cleaningSchema,
  /** The column to predict; null until chosen. */
  target: z.string().nullable().default(null),
  task: z.enum(['auto', ...tasks]).default('auto'),
  columns: z.record(z.string(), recipeColumnSchema).default({}),
  features: featuresSchema.prefault({}),
  split: splitSchema.prefault({}),
  augmentation: augmentationsSchema.default([]),
  model: modelSchema.prefault({}),
  training: trainingSchema.prefault({}),
  /** How outputs become probabilities and classes, learned after the training. */
  decision: decisionSettingsSchema.prefault({}),
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  shelf: shelfSchema,
});
export type Recipe = z.infer<typeof recipeSchema>;

/** What the recipe makes of the data, worked out without training: for Prepare and Model. */
export const planSchema = z.object({
  task: taskSchema.nullable(),
  /** Why that task, in words. */
  taskReason: z.string(),
  /** What keeps the recipe from being trained; empty when it can be. */
  problems: z.array(z.object({ code: z.string(), message: z.string(), next: z.string() })),
  columns: z.array(
    z.object({
      name: z.string(),
      type: columnTypeSchema,
      role: columnRoleSchema,
      /** Whether the role was chosen by the person or follows the default. */
      chosen: z.boolean(),
      /** What becomes of it, in words: "robust scaling, median for missing". */
      treatment: z.string(),
      /** How many numbers the network sees for it. */
      width: z.number(),
    }),
  ),
  rows: z.object({
    total: z.number(),
    targetMissing: z.number(),
    train: z.number(),
    validation: z.number(),
    test: z.number(),
  }),
  layers: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      units: z.number(),
      parameters: z.number(),
      detail: z.string(),
    }),
  ),
  parameters: z.number(),
  batchSize: z.number(),
  learningRate: z.number(),
  /** What training makes small; null while the task is not known. */
  loss: z.enum(losses).nullable(),
});
export type Plan = z.infer<typeof planSchema>;

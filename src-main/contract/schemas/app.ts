import { z } from 'zod';
import { jobIdSchema, projectIdSchema, timeSchema, warningSchema } from './common';
import { datasetSchema } from './data';
import { interruptedSchema } from './interrupted';
import { recipeSchema } from './recipe';
import { queuedSchema } from './queue';
import { removedRunSchema, runSummarySchema } from './runs';

export const appSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser', 'cli']),
  platform: z.string(),
  /** Where projects are kept. */
  workspace: z.string(),
});
export type App = z.infer<typeof appSchema>;

export const projectSummarySchema = z.object({
  id: projectIdSchema,
  name: z.string(),
  createdAt: timeSchema,
  openedAt: timeSchema,
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** A project in the bin. */
export const removedProjectSchema = projectSummarySchema.extend({ removedAt: timeSchema });
export type RemovedProject = z.infer<typeof removedProjectSchema>;

/** The open project as the renderer shows it; pushed whole whenever it changes. */
export const projectStateSchema = projectSummarySchema.extend({
  path: z.string(),
  datasets: z.array(datasetSchema),
  recipe: recipeSchema,
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  /** What undo takes back and redo does again, in a few words; left out where there is nothing. */
  undoes: z.string().optional(),
  redoes: z.string().optional(),
  /** Newest first. */
  runs: z.array(runSummarySchema),
  /** Runs that were removed and can be brought back, last removed first. */
  bin: z.array(removedRunSchema).default([]),
  /** Trainings that are not done: one may be under way, the others can be taken up again. Oldest first. */
  interrupted: z.array(interruptedSchema).default([]),
  /** Trainings that wait for their turn, the next one first. */
  queue: z.array(queuedSchema).default([]),
  /** Damaged data sets and runs that were left out, and what else was mended when the project opened. */
  warnings: z.array(warningSchema).default([]),
});
export type ProjectState = z.infer<typeof projectStateSchema>;

export const engineReportSchema = z.object({
  /** onnx, webgpu, cuda, directml, coreml, tensorflow, reference, duckdb, ... */
  name: z.string(),
  title: z.string(),
  purpose: z.string(),
  available: z.boolean(),
  version: z.string().nullable(),
  /** Why it is not available, and what would help. */
  reason: z.string().nullable(),
  /** The piece of hardware it computes on, where that can be known: the name of a processor or of a GPU. */
  hardware: z.string().nullable().optional(),
  /** Memory that it can compute in: the system's for the processor, the GPU's own; null when not known. */
  memoryBytes: z.number().nullable().optional(),
});
export type EngineReport = z.infer<typeof engineReportSchema>;

export const doctorSchema = z.object({
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  cores: z.number(),
  memoryBytes: z.number(),
  engines: z.array(engineReportSchema),
  /** What `--device auto` takes when it has nothing to choose among. */
  device: z.string(),
  /** The engines that `--device auto` times on a network to take the fastest, as long as that is worth its while. */
  devices: z.array(z.string()).default([]),
});
export type Doctor = z.infer<typeof doctorSchema>;

export const jobProgressSchema = z.object({
  job: jobIdSchema,
  title: z.string(),
  /** 0 to 1; null when the end cannot be known. */
  fraction: z.number().nullable(),
  detail: z.string(),
  secondsLeft: z.number().nullable(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

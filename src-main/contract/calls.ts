import { z } from 'zod';
import { appSchema, doctorSchema, projectStateSchema, projectSummarySchema } from './schemas/app';
import {
  datasetIdSchema,
  downloadIdSchema,
  jobIdSchema,
  projectIdSchema,
  runIdSchema,
  uploadIdSchema,
  warningSchema,
} from './schemas/common';
import {
  columnTypeSchema,
  datasetSchema,
  inspectionSchema,
  profileSchema,
  readingSchema,
  rejectedRowSchema,
  rowOrderSchema,
  rowPageSchema,
  sampleSchema,
  sourceSchema,
} from './schemas/data';
import { exportFormatSchema } from './schemas/formats';
import { planSchema, recipeSchema } from './schemas/recipe';
import {
  downloadSchema,
  exportResultSchema,
  predictionResultSchema,
  runSchema,
  sessionSchema,
} from './schemas/runs';

const nothing = z.object({});
const done = z.object({ done: z.literal(true) });
const bytes = z.instanceof(Uint8Array);

/** Bytes that one message of an upload or a download carries at most. */
export const chunkBytes = 1 << 20;

/**
 * Every call there is: its name, what it takes and what it gives. Calls that take a `job` may be long:
 * they report `job.progress` events under that id and end early with CANCELLED after `jobs.cancel`.
 */
export const calls = {
  'app.describe': { params: nothing, result: appSchema },
  'doctor.report': { params: nothing, result: doctorSchema },
  'jobs.cancel': { params: z.object({ job: jobIdSchema }), result: done },

  'projects.list': { params: nothing, result: z.array(projectSummarySchema) },
  'projects.create': { params: z.object({ name: z.string().min(1).max(120) }), result: projectStateSchema },
  'projects.open': { params: z.object({ project: projectIdSchema }), result: projectStateSchema },
  /** The project that is open; the last one, or a new one, when none is. */
  'projects.current': { params: nothing, result: projectStateSchema },

  'samples.list': { params: nothing, result: z.array(sampleSchema) },

  'uploads.begin': {
    params: z.object({ name: z.string().min(1).max(255), bytes: z.number().int().nonnegative() }),
    result: z.object({ upload: uploadIdSchema }),
  },
  'uploads.append': {
    params: z.object({ upload: uploadIdSchema, offset: z.number().int().nonnegative(), bytes }),
    result: z.object({ received: z.number() }),
  },
  'uploads.abort': { params: z.object({ upload: uploadIdSchema }), result: done },

  'datasets.inspect': {
    params: z.object({ source: sourceSchema, reading: readingSchema.partial().optional() }),
    result: inspectionSchema,
  },
  'datasets.import': {
    params: z.object({
      job: jobIdSchema,
      source: sourceSchema,
      reading: readingSchema.partial().optional(),
      /** Column types that the person chose; the others are found. */
      types: z.record(z.string(), columnTypeSchema).optional(),
    }),
    /** The new data set is also made the recipe's data. */
    result: datasetSchema,
  },
  'datasets.profile': { params: z.object({ dataset: datasetIdSchema }), result: profileSchema },
  'datasets.rows': {
    params: z.object({
      dataset: datasetIdSchema,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(1000),
      order: rowOrderSchema.optional(),
    }),
    result: rowPageSchema,
  },
  'datasets.rejected': {
    params: z.object({
      dataset: datasetIdSchema,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(1000),
    }),
    result: z.object({ total: z.number(), rows: z.array(rejectedRowSchema) }),
  },
  /** Makes a file of the data for other programs, to be saved as a download. */
  'datasets.export': {
    params: z.object({ job: jobIdSchema, dataset: datasetIdSchema, format: exportFormatSchema }),
    result: z.object({ rows: z.number(), download: downloadSchema, warnings: z.array(warningSchema) }),
  },
  'datasets.remove': { params: z.object({ dataset: datasetIdSchema }), result: done },

  'recipes.update': { params: z.object({ recipe: recipeSchema }), result: projectStateSchema },
  'recipes.undo': { params: nothing, result: projectStateSchema },
  'recipes.redo': { params: nothing, result: projectStateSchema },
  'recipes.plan': { params: nothing, result: planSchema },

  'sessions.start': { params: nothing, result: sessionSchema },
  /** Stop and keep the best weights so far, or discard the session. */
  'sessions.stop': { params: z.object({ session: runIdSchema, keep: z.boolean() }), result: done },
  /** Holds on between two steps, or goes on. */
  'sessions.pause': { params: z.object({ session: runIdSchema, paused: z.boolean() }), result: done },
  /** Takes up an interrupted training of the open project, on the device that its recipe names now. */
  'sessions.resume': { params: z.object({ session: runIdSchema }), result: sessionSchema },
  /** Removes an interrupted training. */
  'sessions.discard': { params: z.object({ session: runIdSchema }), result: done },
  /** Sessions since the program started, newest first. */
  'sessions.list': { params: nothing, result: z.array(sessionSchema) },

  'runs.get': { params: z.object({ run: runIdSchema }), result: runSchema },
  'runs.rename': { params: z.object({ run: runIdSchema, name: z.string().min(1).max(120) }), result: done },
  'runs.remove': { params: z.object({ run: runIdSchema }), result: done },
  'runs.export': {
    params: z.object({ job: jobIdSchema, run: runIdSchema, format: z.enum(['onnx']) }),
    result: exportResultSchema,
  },
  'runs.predict': {
    params: z.object({ job: jobIdSchema, run: runIdSchema, source: sourceSchema }),
    result: predictionResultSchema,
  },

  'downloads.read': {
    params: z.object({
      download: downloadIdSchema,
      offset: z.number().int().nonnegative(),
      length: z.number().int().min(1).max(chunkBytes),
    }),
    result: z.object({ bytes, total: z.number() }),
  },
} as const;

export type CallName = keyof typeof calls;
export type CallParams<Name extends CallName> = z.input<(typeof calls)[Name]['params']>;
/** Params after validation, with defaults filled in: what a handler receives. */
export type CallArguments<Name extends CallName> = z.output<(typeof calls)[Name]['params']>;
export type CallResult<Name extends CallName> = z.output<(typeof calls)[Name]['result']>;

export const callNames = Object.keys(calls) as CallName[];

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

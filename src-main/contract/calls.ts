import { z } from 'zod';
import { analysisSchema, driftSchema, pairSchema } from './schemas/analysis';
import {
  appSchema,
  doctorSchema,
  projectStateSchema,
  projectSummarySchema,
  removedProjectSchema,
} from './schemas/app';
import {
  datasetIdSchema,
  downloadIdSchema,
  jobIdSchema,
  projectIdSchema,
  runIdSchema,
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
import { decisionSettingsSchema } from './schemas/class-decision';
import { augmentationPreviewSchema } from './schemas/augmentation';
import { cleaningSchema } from './cleaning';
import { foundSchema, tableLookSchema, tableQuerySchema, tableViewSchema } from './schemas/table';
import { combinationSchema, combineSchema, mostCombined } from './schemas/combine';
import { splitPreviewSchema } from './schemas/split';
import { columnTransformSchema, transformPreviewSchema } from './schemas/features';
import {
  cleanedSchema,
  cleanedTableSchema,
  cleaningPreviewSchema,
  spellingGroupsSchema,
  spellingMethods,
  stepSuggestionsSchema,
} from './schemas/cleaning';
import { exportCalls } from './calls-exports';
import { imageCalls } from './calls-images';
import { uploadCalls } from './calls-uploads';
import { fileCheckSchema, renamedColumnSchema } from './schemas/file-check';
import { exportFormatSchema } from './schemas/formats';
import { layerHistorySchema } from './schemas/layers';
import { planSchema, recipeSchema } from './schemas/recipe';
import { ensembleMethods, mostMembers } from './schemas/ensemble';
import { queuedSchema } from './schemas/queue';
import { runMarksSchema } from './schemas/run-marks';
import {
  downloadSchema,
  predictionResultSchema,
  runSchema,
  runSummarySchema,
  sessionSchema,
} from './schemas/runs';

const nothing = z.object({});
const done = z.object({ done: z.literal(true) });
const bytes = z.instanceof(Uint8Array);
// Steps instead of the recipe's: without its default, those left out are not none.
const otherSteps = cleaningSchema.unwrap().optional();
/** A table that cleaning.table made of the data set, instead of the data set itself. */
const cleaned = cleanedTableSchema.optional();
/** A table whose rows are at the same places, which cells are compared with; null for the data set itself. */
const before = cleanedTableSchema.nullable().optional();

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

  'projects.rename': {
    params: z.object({ project: projectIdSchema, name: z.string().trim().min(1).max(120) }),
    result: done,
  },
  /** Puts a project into the bin. Gives the project that is open afterwards. */
  'projects.remove': { params: z.object({ project: projectIdSchema }), result: projectStateSchema },
  /** The projects in the bin, last removed first. */
  'projects.bin': { params: nothing, result: z.array(removedProjectSchema) },
  'projects.restore': { params: z.object({ project: projectIdSchema }), result: done },
  /** Deletes a project of the bin for good. */
  'projects.erase': { params: z.object({ project: projectIdSchema }), result: done },

  'samples.list': { params: nothing, result: z.array(sampleSchema) },

  ...uploadCalls,

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
  /** The summary of every column. After an import it is made when it is first asked for, as a job where one is named. */
  'datasets.profile': {
    params: z.object({ job: jobIdSchema.optional(), dataset: datasetIdSchema }),
    result: profileSchema,
  },
  /** A deeper look than the profile: what belongs together, what is odd, what would mislead. */
  'datasets.analyse': {
    params: z.object({ job: jobIdSchema, dataset: datasetIdSchema, target: z.string().nullable() }),
    result: analysisSchema,
  },
  /** How one data set of the project differs from an earlier one. */
  'datasets.drift': {
    params: z.object({ job: jobIdSchema, before: datasetIdSchema, after: datasetIdSchema }),
    result: driftSchema,
  },
  /** Two columns side by side. */
  'datasets.pair': {
    params: z.object({ dataset: datasetIdSchema, columns: z.tuple([z.string(), z.string()]) }),
    result: pairSchema,
  },
  'datasets.rows': {
    params: z.object({
      dataset: datasetIdSchema,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(1000),
      order: rowOrderSchema.optional(),
      /** Rows of a view that datasets.view made. */
      view: z.string().optional(),
      /** Rows of a query whose view is not made yet: quick for the first ones only. */
      query: tableQuerySchema.optional(),
      cleaned,
      before,
      /** Of a query, only rows with a cell that differs from `before`. */
      changedOnly: z.boolean().optional(),
    }),
    result: rowPageSchema,
  },
  /** Sorts and filters the rows of a data set, so that they can be fetched in pages. */
  'datasets.view': {
    params: z.object({
      job: jobIdSchema,
      dataset: datasetIdSchema,
      query: tableQuerySchema,
      cleaned,
      /** Only rows with a cell that differs from the row at the same place in this table. */
      changedFrom: before,
    }),
    result: tableViewSchema,
  },
  /** Cells that hold a text, in a data set or in a view of it. */
  'datasets.find': {
    params: z.object({
      job: jobIdSchema,
      dataset: datasetIdSchema,
      view: z.string().optional(),
      cleaned,
      text: z.string().max(1000),
    }),
    result: foundSchema,
  },
  /** How a person looked at the table last. */
  'datasets.look': { params: z.object({ dataset: datasetIdSchema }), result: tableLookSchema },
  'datasets.keepLook': {
    params: z.object({ dataset: datasetIdSchema, look: tableLookSchema }),
    result: done,
  },
  ...imageCalls,
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
    params: z.object({ job: jobIdSchema, dataset: datasetIdSchema, format: exportFormatSchema, cleaned }),
    result: z.object({ rows: z.number(), download: downloadSchema, warnings: z.array(warningSchema) }),
  },
  /** What combining data sets of the project would give: counts of rows that match, columns that differ. */
  'datasets.combination': {
    params: z.object({ datasets: z.array(datasetIdSchema).max(mostCombined), how: combineSchema }),
    result: combinationSchema,
  },
  /** Makes a new data set of several, which stay. It becomes the recipe's data. */
  'datasets.combine': {
    params: z.object({
      job: jobIdSchema,
      datasets: z.array(datasetIdSchema).max(mostCombined),
      how: combineSchema,
    }),
    result: datasetSchema,
  },
  'datasets.remove': { params: z.object({ dataset: datasetIdSchema }), result: done },

  'recipes.update': { params: z.object({ recipe: recipeSchema }), result: projectStateSchema },
  'recipes.undo': { params: nothing, result: projectStateSchema },
  'recipes.redo': { params: nothing, result: projectStateSchema },
  /** What a choice would make of an input column, fitted on a sample of the rows; nothing is changed. */
  'recipes.preview': {
    params: z.object({ column: z.string(), transform: columnTransformSchema }),
    result: transformPreviewSchema,
  },
  /** With a job, cleaning that has to be done first tells how far it is, and can be cancelled. */
  'recipes.plan': { params: z.object({ job: jobIdSchema.optional() }), result: planSchema },
  /** Which rows the recipe puts where, from the rows themselves. */
  'recipes.split': { params: nothing, result: splitPreviewSchema },
  /** Training rows before and after the recipe's augmentations. */
  'recipes.augmentation': { params: nothing, result: augmentationPreviewSchema },

  /**
   * What the recipe's cleaning steps, up to one of them, make of the first rows; null for all of them. Steps that
   * cannot be done are passed over, and told.
   */
  'cleaning.preview': {
    params: z.object({
      step: z.string().nullable(),
      /** Steps to look at instead of the recipe's, such as one that is being edited. */
      steps: otherSteps,
      offset: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(1000).default(100),
      /** Only rows that the step changes. */
      changedOnly: z.boolean().default(false),
    }),
    result: cleaningPreviewSchema,
  },
  /** The whole table after cleaning, written and summed up. Throws STEP_INVALID. */
  'cleaning.table': {
    params: z.object({
      job: jobIdSchema,
      /** After this step instead of the last one; it is done also while it is switched off. */
      through: z.string().optional(),
      steps: otherSteps,
      /** Whether to make the table before it too, to compare cells with. */
      compare: z.boolean().optional(),
    }),
    result: cleanedSchema,
  },

  /** Steps that may help after those of the recipe. Nothing is changed. */
  'cleaning.suggest': { params: z.object({ job: jobIdSchema }), result: stepSuggestionsSchema },
  /** Spellings of a column that may be one word, as it is before a step; null: after all steps. */
  'cleaning.group-categories': {
    params: z.object({
      job: jobIdSchema,
      step: z.string().nullable(),
      column: z.string(),
      method: z.enum(spellingMethods),
    }),
    result: spellingGroupsSchema,
  },

  'sessions.start': { params: nothing, result: sessionSchema },
  /** Stop and keep the best weights so far, or discard the session. */
  'sessions.stop': { params: z.object({ session: runIdSchema, keep: z.boolean() }), result: done },
  /** Holds on between two steps, or goes on. */
  'sessions.pause': { params: z.object({ session: runIdSchema, paused: z.boolean() }), result: done },
  /** Lets the learning rate start from another value, from the next epoch on. */
  'sessions.setLearningRate': {
    params: z.object({ session: runIdSchema, learningRate: z.number().positive().max(10) }),
    result: done,
  },
  /** What a session trains. */
  'sessions.recipe': { params: z.object({ session: runIdSchema }), result: recipeSchema },
  /** Takes up an interrupted training of the open project, on the device that its recipe names now. */
  'sessions.resume': { params: z.object({ session: runIdSchema }), result: sessionSchema },
  /** Removes an interrupted training. */
  'sessions.discard': { params: z.object({ session: runIdSchema }), result: done },
  /** Sessions since the program started, newest first. */
  'sessions.list': { params: nothing, result: z.array(sessionSchema) },

  /** Puts the recipe of the open project, as it stands, at the end of its queue; it starts when nothing else trains. */
  'queue.add': { params: nothing, result: queuedSchema },
  /** Takes a training out of the queue, also while it starts. */
  'queue.remove': { params: z.object({ queued: runIdSchema }), result: done },
  /** Puts a training at a place of the queue, from 0. */
  'queue.move': { params: z.object({ queued: runIdSchema, place: z.number().int().min(0) }), result: done },
  /** Lets trainings that were left by an earlier start of the program, or failed to start, have their turn. */
  'queue.release': { params: nothing, result: done },

  'runs.get': { params: z.object({ run: runIdSchema }), result: runSchema },
  /** How the layers did while the run trained; null for runs that were not looked at. */
  'runs.layers': { params: z.object({ run: runIdSchema }), result: layerHistorySchema.nullable() },
  'runs.rename': { params: z.object({ run: runIdSchema, name: z.string().min(1).max(120) }), result: done },
  /** Changes name, tags and note; what is left out stays. */
  'runs.mark': { params: runMarksSchema.extend({ run: runIdSchema }), result: done },
  /** Trains again as a run was trained, to the same scores; `notes` tell what may keep them from being the same. */
  'runs.repeat': {
    params: z.object({ run: runIdSchema }),
    result: z.object({ session: sessionSchema, notes: z.array(warningSchema) }),
  },
  /** Joins runs into one model, which is a run of its own. Throws ENSEMBLE_UNSUITABLE where they do not fit. */
  'runs.join': {
    params: z.object({
      job: jobIdSchema,
      runs: z.array(runIdSchema).min(2).max(mostMembers),
      method: z.enum(ensembleMethods),
    }),
    result: runSummarySchema,
  },
  /** Learns calibration and threshold of a run of classes anew, from rows that it was not trained on. Throws DECISION_UNSUITABLE. */
  'runs.decide': {
    params: decisionSettingsSchema.extend({ job: jobIdSchema, run: runIdSchema }),
    result: runSchema,
  },
  /** Puts a run into the bin. */
  'runs.remove': { params: z.object({ run: runIdSchema }), result: done },
  'runs.restore': { params: z.object({ run: runIdSchema }), result: done },
  /** Deletes a run of the bin for good. */
  'runs.erase': { params: z.object({ run: runIdSchema }), result: done },
  ...exportCalls,
  /** How a file compares with what a run was trained on, before it is predicted. An upload is kept for that. */
  'runs.checkFile': {
    params: z.object({
      job: jobIdSchema,
      run: runIdSchema,
      source: sourceSchema,
      renamed: z.array(renamedColumnSchema).optional(),
    }),
    result: fileCheckSchema,
  },
  'runs.predict': {
    params: z.object({
      job: jobIdSchema,
      run: runIdSchema,
      source: sourceSchema,
      renamed: z.array(renamedColumnSchema).optional(),
    }),
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

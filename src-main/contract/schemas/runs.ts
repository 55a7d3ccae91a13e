import { z } from 'zod';
import {
  cellSchema,
  datasetIdSchema,
  downloadIdSchema,
  projectIdSchema,
  runIdSchema,
  timeSchema,
  warningSchema,
} from './common';
import { columnSchema, readingSchema } from './data';
import { cutsSchema, classDecisionSchema, reliabilitySchema } from './class-decision';
import { unreadableCellSchema } from './decisions';
import { latencySchema, modelFormatSchema, quantizationSchema, smallerNetworkSchema } from './exports';
import { inputRangeSchema } from './input-contract';
import { ensembleSchema } from './ensemble';
import { layerHistorySchema } from './layers';
import { recipeSchema, taskSchema } from './recipe';
import { noteSchema, tagsSchema } from './run-marks';
import { deviceSchema, rateChangeSchema } from './training';
import { errorPayloadSchema } from '../errors';

/** Scores. Names are the field's; snake case because the command line prints them as they are. */
export const classificationMetricsSchema = z.object({
  accuracy: z.number(),
  /** Macro average over classes for more than two; of the positive class for two. */
  f1: z.number(),
  /** One against the rest, macro average, for more than two. Null when a class is absent from the rows. */
  roc_auc: z.number().nullable(),
  log_loss: z.number(),
});
export const regressionMetricsSchema = z.object({ rmse: z.number(), mae: z.number(), r2: z.number() });
export const metricsSchema = z.union([classificationMetricsSchema, regressionMetricsSchema]);
export type ClassificationMetrics = z.infer<typeof classificationMetricsSchema>;
export type RegressionMetrics = z.infer<typeof regressionMetricsSchema>;
export type Metrics = z.infer<typeof metricsSchema>;

export const epochPointSchema = z.object({
  /** From 1. */
  epoch: z.number().int(),
  trainLoss: z.number(),
  validationLoss: z.number(),
  /** Accuracy on validation rows for classes, R2 for numbers. */
  validationScore: z.number(),
  /** The learning rate of the epoch's last step. */
  learningRate: z.number().optional(),
  /** What is watched for stopping, where it is not the loss. */
  watched: z.number().optional(),
  /** All scores of a sample of the training rows, and of the validation rows; not after every epoch. */
  trainMetrics: metricsSchema.optional(),
  validationMetrics: metricsSchema.optional(),
});
export type EpochPoint = z.infer<typeof epochPointSchema>;

/** How one fold did on the rows that it did not train on. */
export const foldScoreSchema = z.object({
  rows: z.object({ train: z.number(), validation: z.number() }),
  metrics: metricsSchema,
  bestEpoch: z.number(),
  epochs: z.number(),
});
export type FoldScore = z.infer<typeof foldScoreSchema>;

/** The folds of a run; the mean of their scores is its validation score. */
export const foldScoresSchema = z.object({
  scores: z.array(foldScoreSchema),
  /** Sample standard deviation over the folds, by the name of the metric; null where a fold has none. */
  deviation: z.record(z.string(), z.number().nullable()),
});
export type FoldScores = z.infer<typeof foldScoresSchema>;

/** Which fold trains, from 1. */
export const foldOfSessionSchema = z.object({ number: z.number().int(), of: z.number().int() });
export type FoldOfSession = z.infer<typeof foldOfSessionSchema>;

export const stopReasons = ['epochs', 'patience', 'target', 'time', 'hand', 'not-finite'] as const;
/** Why training ended: all epochs done, no more progress, good enough, time over, asked to, or a loss that broke. */
export type StopReason = (typeof stopReasons)[number];

export const sessionStates = [
  'preparing',
  'training',
  'paused',
  'evaluating',
  'done',
  'failed',
  'cancelled',
] as const;
/** How fast a device trained a few steps of the very network, when `auto` tried it. */
export const deviceTimingSchema = z.object({
  device: z.string(),
  runtime: z.string(),
  rowsPerSecond: z.number(),
});
export type DeviceTiming = z.infer<typeof deviceTimingSchema>;

export const sessionStateSchema = z.enum(sessionStates);
export type SessionState = z.infer<typeof sessionStateSchema>;

/** A training session as it stands; its run has the same id. */
export const sessionSchema = z.object({
  id: runIdSchema,
  /** The project that it trains for. */
  project: projectIdSchema,
  /** The data set of that project that it trains on. */
  dataset: datasetIdSchema,
  name: z.string(),
  state: sessionStateSchema,
  task: taskSchema.nullable(),
  target: z.string(),
  startedAt: timeSchema,
  epochs: z.number(),
  /** Whether there are folds before the network of all rows. */
  isFolded: z.boolean().default(false),
  /** The fold that trains now; null for the network of all rows. The history is that of this training. */
  fold: foldOfSessionSchema.nullable().default(null),
  history: z.array(epochPointSchema),
  bestEpoch: z.number().nullable(),
  /** How the layers do; null until they were looked at. */
  layers: layerHistorySchema.nullable().default(null),
  /** Changes of the learning rate so far, of all folds. */
  rateChanges: z.array(rateChangeSchema).default([]),
  /** What the rate of this part of the training starts from now, before the schedule; null until it trains. */
  baseRate: z.number().nullable().default(null),
  /** Epochs without progress so far, and how many are borne; null where nothing is watched. */
  waited: z.number().nullable().default(null),
  patience: z.number().nullable().default(null),
  /** What the recipe asks for. */
  askedDevice: deviceSchema.default('auto'),
  /** Of the process that trains; and all that its device has, where it is known. */
  memoryBytes: z.number().nullable().default(null),
  deviceMemoryBytes: z.number().nullable().default(null),
  device: z.string().nullable(),
  runtime: z.string().nullable(),
  rowsPerSecond: z.number().nullable(),
  /** See the run. */
  deviceTimings: z.array(deviceTimingSchema).default([]),
  /** 0 to 1 over the whole session. */
  progress: z.number(),
  /** Estimated; null when not known yet. */
  secondsLeft: z.number().nullable(),
  error: errorPayloadSchema.nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What the test rows show, for pictures. */
export const evaluationSchema = z.object({
  rows: z.number(),
  metrics: metricsSchema,
  /** The same scores for the simplest answer: the most frequent class, or the mean. */
  baseline: metricsSchema,
  classes: z.array(z.string()).nullable(),
  /** confusion[actual][predicted], counts of rows. */
  confusion: z.array(z.array(z.number())).nullable(),
  /** One curve a class (for two classes: of the positive one), thinned to at most 200 points. */
  roc: z
    .array(
      z.object({ class: z.string(), auc: z.number(), points: z.array(z.tuple([z.number(), z.number()])) }),
    )
    .nullable(),
  /** Regression: at most 2,000 rows of [actual, predicted]. */
  scatter: z.array(z.tuple([z.number(), z.number()])).nullable(),
  /** Of classes: how often what was predicted came true. Runs of earlier versions have none. */
  reliability: reliabilitySchema.optional(),
  /** Of two classes: what other thresholds would have decided. */
  cuts: cutsSchema.optional(),
  /** Permutation importance: how much the loss grows when the column is shuffled, with its spread. */
  importance: z.array(z.object({ column: z.string(), increase: z.number(), deviation: z.number() })),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

export const runSecondsSchema = z.object({
  import: z.number(),
  prepare: z.number(),
  train: z.number(),
  total: z.number(),
});

/** run.json: everything about a finished run but the weights and the fitted features beside it. */
export const runSchema = z.object({
  formatVersion: z.literal(1),
  id: runIdSchema,
  name: z.string(),
  /** What a person says of it. */
  tags: tagsSchema.default([]),
  note: noteSchema.default(''),
  /** Of a run that joins others: which, and how. */
  ensemble: ensembleSchema.optional(),
  /** The run that this one was to give again, exactly. */
  repeats: runIdSchema.optional(),
  createdAt: timeSchema,
  dataset: datasetIdSchema.nullable(),
  datasetName: z.string(),
  fingerprint: z.string(),
  recipe: recipeSchema,
  reading: readingSchema,
  columns: z.array(columnSchema),
  /** The columns of the file before cleaning, where there was any. */
  rawColumns: z.array(columnSchema).optional(),
  /** Names of the columns that the model takes. */
  inputs: z.array(z.string()),
  /** What training rows held of each input; models of earlier versions have none. */
  ranges: z.array(inputRangeSchema).optional(),
  target: z.string(),
  task: taskSchema,
  classes: z.array(z.string()).nullable(),
  rows: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
  metrics: z.object({ validation: metricsSchema, test: metricsSchema }),
  /** With folds: the validation scores are the mean of theirs, and the network was trained on all rows but the test rows. */
  folds: foldScoresSchema.optional(),
  evaluation: evaluationSchema,
  /** Of classes: calibration and threshold; runs of earlier versions have none. */
  decision: classDecisionSchema.optional(),
  history: z.array(epochPointSchema),
  bestEpoch: z.number(),
  stopReason: z.enum(stopReasons).optional(),
  parameters: z.number(),
  device: z.string(),
  /** The piece of hardware that was, where it is known; software that stands in for one says so. */
  hardware: z.string().nullable().default(null),
  runtime: z.string(),
  rowsPerSecond: z.number(),
  /** The devices that `auto` timed before it took the fastest; empty when there was nothing to choose. */
  deviceTimings: z.array(deviceTimingSchema).default([]),
  seconds: runSecondsSchema,
  seed: z.number(),
  versions: z.record(z.string(), z.string()),
  warnings: z.array(warningSchema),
});
export type Run = z.infer<typeof runSchema>;

export const runSummarySchema = runSchema.pick({
  id: true,
  name: true,
  tags: true,
  note: true,
  createdAt: true,
  target: true,
  task: true,
  metrics: true,
  rows: true,
  datasetName: true,
  device: true,
  repeats: true,
  ensemble: true,
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** A run in the bin. */
export const removedRunSchema = runSummarySchema.extend({ removedAt: timeSchema });
export type RemovedRun = z.infer<typeof removedRunSchema>;

export const downloadSchema = z.object({ id: downloadIdSchema, name: z.string(), bytes: z.number() });
export type Download = z.infer<typeof downloadSchema>;

export const verificationSchema = z.object({
  passed: z.boolean(),
  rows: z.number(),
  /** Rows besides the data's own: blank cells, unseen categories, extreme numbers. */
  hostileRows: z.number(),
  /** The largest difference that passes; null where none is promised. */
  tolerance: z.number().nullable(),
  /**
   * Largest and mean absolute difference; for numbers to predict, relative to the largest of 1, the value and the
   * spread of the predictions (float32 keeps about seven digits of the latter).
   */
  largestDifference: z.number(),
  meanDifference: z.number(),
  changedDecisions: z.number(),
  runtime: z.string(),
  /** Rows made up as training knew them, which stand in where there are none of the data's own. */
  madeUpRows: z.number().optional(),
  /** Of all rows but the hostile ones; files with smaller weights are held to the tolerance on these. */
  ordinary: z
    .object({ largestDifference: z.number(), meanDifference: z.number(), changedDecisions: z.number() })
    .optional(),
  /** Decisions that may change, as a share of the rows that are not hostile. */
  changedAllowed: z.number().optional(),
  /** How long the run time takes; on request. */
  latency: latencySchema.optional(),
  /**
   * Of a smaller network that was made of the model, which its file is held to: how far the file is from the model itself,
   * on rows that are not hostile. It differs by design.
   */
  original: z
    .object({
      rows: z.number(),
      largestDifference: z.number(),
      meanDifference: z.number(),
      changedDecisions: z.number(),
    })
    .optional(),
  /** The scores of the file's own answers over the rows that carry the target; on request. */
  metrics: metricsSchema.optional(),
});
export type Verification = z.infer<typeof verificationSchema>;

export const exportResultSchema = z.object({
  download: downloadSchema,
  format: modelFormatSchema,
  quantize: quantizationSchema,
  shrink: smallerNetworkSchema.optional(),
  verification: verificationSchema,
  /** The version of the format: "ONNX opset 17". */
  version: z.string(),
  inputs: z.array(z.object({ name: z.string(), type: z.string() })),
  outputs: z.array(z.object({ name: z.string(), type: z.string() })),
  /** What the person should know of the file. */
  warnings: z.array(warningSchema),
  /** The proof that goes with the file: as JSON for programs, as a page for people. */
  certificate: z.object({ json: downloadSchema, page: downloadSchema }).optional(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** What is known of an exported file that nobody kept: the verification has its latency and its scores. */
export const exportMeasureSchema = z.object({
  format: modelFormatSchema,
  quantize: quantizationSchema,
  version: z.string(),
  bytes: z.number(),
  /** The size of the file in an archive, where zeros count for little. */
  packedBytes: z.number().optional(),
  verification: verificationSchema,
});
export type ExportMeasure = z.infer<typeof exportMeasureSchema>;

/** A smaller network that was made of a model and measured; or why that was not possible. */
export const smallerMeasureSchema = z.object({
  shrink: smallerNetworkSchema,
  quantize: quantizationSchema,
  measure: exportMeasureSchema.nullable(),
  error: errorPayloadSchema.nullable(),
});
export type SmallerMeasure = z.infer<typeof smallerMeasureSchema>;

export const predictionResultSchema = z.object({
  download: downloadSchema,
  rows: z.number(),
  rejectedRows: z.number(),
  header: z.array(z.string()),
  /** The first rows as they are in the file. */
  preview: z.array(z.array(cellSchema)),
  warnings: z.array(warningSchema),
  /** Values that break what the model was told of their column, by line; the first of each column. */
  unreadable: z.array(unreadableCellSchema).optional(),
});
export type PredictionResult = z.infer<typeof predictionResultSchema>;

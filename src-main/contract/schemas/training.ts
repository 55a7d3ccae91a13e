import { z } from 'zod';

export const devices = [
  'auto',
  'cpu',
  'webgpu',
  'cuda',
  'directml',
  'coreml',
  'tensorflow',
  'reference',
] as const;
export const deviceSchema = z.enum(devices);
export type Device = z.infer<typeof deviceSchema>;

export const optimizers = ['sgd', 'rmsprop', 'adagrad', 'adam', 'adamw'] as const;
export type OptimizerName = (typeof optimizers)[number];

export const schedules = [
  'constant',
  'step',
  'exponential',
  'cosine',
  'cosine-log',
  'one-cycle',
  'plateau',
] as const;
export type ScheduleName = (typeof schedules)[number];

/** Losses of numbers first, then of classes. */
export const losses = [
  'mean-squared-error',
  'mean-absolute-error',
  'huber',
  'poisson',
  'quantile',
  'cross-entropy',
] as const;
export type LossName = (typeof losses)[number];

/** What is watched on the validation rows: losses and errors should fall, scores rise. */
export const monitors = ['loss', 'accuracy', 'f1', 'roc_auc', 'log_loss', 'rmse', 'mae', 'r2'] as const;
export type Monitor = (typeof monitors)[number];

/** How the learning rate moves while a network trains. Fields that the kind does not use are left alone. */
export const scheduleSchema = z.object({
  kind: z.enum(schedules).default('constant'),
  /** Epochs over which the rate rises from zero before the rest of the schedule begins. */
  warmUpEpochs: z.number().int().min(0).max(100_000).default(0),
  /** step: the rate is multiplied by `factor` every so many epochs. plateau: epochs without progress before it is. */
  everyEpochs: z.number().int().min(1).max(100_000).default(10),
  factor: z.number().gt(0).lt(1).default(0.5),
  /** exponential, cosine: the share of the rate that is left at the last epoch. */
  finalShare: z.number().min(0.000001).max(1).default(0.01),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** What a loss may be told besides its name. Fields that the loss does not use are left alone. */
export const lossOptionsSchema = z.object({
  /** huber: errors beyond so many standard deviations of the target count linearly. */
  delta: z.number().positive().max(100).default(1),
  /** quantile: the share of values that lie below what is predicted. */
  quantile: z.number().gt(0).lt(1).default(0.5),
  /** cross-entropy: the share of certainty that is spread over all classes. */
  labelSmoothing: z.number().min(0).max(0.5).default(0),
  /** cross-entropy: how much less rows count that are right already (Lin and others, 2017); 0 is the plain loss. */
  focalGamma: z.number().min(0).max(10).default(0),
  /** cross-entropy: balanced lets every class count the same in all, however rare; by-hand takes `handWeights`. */
  classWeights: z.enum(['none', 'balanced', 'by-hand']).default('none'),
  /** cross-entropy: what a row of each class counts; 1 for classes that are not named. */
  handWeights: z.record(z.string(), z.number().min(0).max(1000)).default({}),
});
export type LossOptions = z.infer<typeof lossOptionsSchema>;

/** What keeps weights and steps small. */
export const regularizationSchema = z.object({
  /** Added to the loss: l1 times the sum of |w|, l2 times the sum of w^2, over kernels and not over biases. */
  l1: z.number().min(0).max(10).default(0),
  l2: z.number().min(0).max(10).default(0),
  /** The largest norm that the weights into one unit may have. */
  maxNorm: z.number().positive().max(1000).nullable().default(null),
  /** The largest norm that the gradient of a step may have. */
  clipNorm: z.number().positive().max(1_000_000).nullable().default(null),
  /** The largest size that one number of the gradient may have. */
  clipValue: z.number().positive().max(1_000_000).nullable().default(null),
});
export type Regularization = z.infer<typeof regularizationSchema>;

export const stoppingSchema = z.object({
  monitor: z.enum(monitors).default('loss'),
  /** Training ends when what is watched is this good. */
  target: z.number().nullable().default(null),
  /** Training ends after so many minutes, with the best weights so far. */
  minutes: z.number().positive().max(100_000).nullable().default(null),
});
export type Stopping = z.infer<typeof stoppingSchema>;

/** From an epoch on the learning rate starts from another value; the schedule goes on multiplying it. */
export const rateChangeSchema = z.object({
  /** From 1. */
  epoch: z.number().int().min(1),
  learningRate: z.number().positive().max(10),
  /** Only in this fold, from 1, or with 0 only in the network of all rows; in each of them when left out. */
  fold: z.number().int().min(0).optional(),
});
export type RateChange = z.infer<typeof rateChangeSchema>;

/** The part of the recipe that says how the network is trained. */
export const trainingSchema = z.object({
  optimizer: z.enum(optimizers).default('adam'),
  /** sgd: the share of the last step that is taken again. */
  momentum: z.number().min(0).max(0.999).default(0.9),
  /** sgd: looks at the gradient where momentum leads (Nesterov, 1983). */
  nesterov: z.boolean().default(true),
  /** adamw: the share of each kernel's weight, times the learning rate, that a step takes away. */
  weightDecay: z.number().min(0).max(1).default(0.01),
  /** adam, adamw: how much of the memory of squared gradients a step keeps. */
  beta2: z.number().min(0.5).max(0.99999).default(0.999),
  epochs: z.number().int().min(1).max(100_000).default(200),
  /** Rows a step; null chooses by the number of rows. */
  batchSize: z.number().int().min(1).max(65_536).nullable().default(null),
  /** Null takes what suits the optimizer. */
  learningRate: z.number().positive().max(10).nullable().default(null),
  schedule: scheduleSchema.prefault({}),
  /** A person who changes the rate while it trains leaves this, so that the run can be given again. */
  rateChanges: z.array(rateChangeSchema).max(1000).default([]),
  /** auto: squared error for numbers, cross-entropy for classes. */
  loss: z.enum(['auto', ...losses]).default('auto'),
  lossOptions: lossOptionsSchema.prefault({}),
  regularization: regularizationSchema.prefault({}),
  /** Epochs without improvement of what is watched before training stops. */
  patience: z.number().int().min(1).max(10_000).default(20),
  stopping: stoppingSchema.prefault({}),
  device: deviceSchema.default('auto'),
});
export type Training = z.infer<typeof trainingSchema>;

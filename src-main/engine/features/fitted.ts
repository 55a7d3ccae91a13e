import { z } from 'zod';
import { taskSchema } from '../../contract/schemas/recipe';
import { calibrationSchema } from '../../contract/schemas/class-decision';
import { channelSchema } from '../../contract/schemas/sequences';
import type { FrameColumn } from '../data/frame';
import { categorySchemas } from './fitted/categories';
import { momentSchemas } from './fitted/moments';
import { fittedImageSchema } from './fitted/images';
import { numberSchemas } from './fitted/numbers';

export type { FittedImage } from './fitted/images';

export type { FittedCalendar, FittedMoment } from './fitted/moments';

export type {
  FittedBuckets,
  FittedCategory,
  FittedEmbedding,
  FittedLookup,
  FittedTokens,
  FittedWords,
} from './fitted/categories';

export type {
  FittedClip,
  FittedNumber,
  FittedNumeric,
  FittedPeriodic,
  FittedPiecewise,
  FittedPower,
  FittedQuantile,
} from './fitted/numbers';

/**
 * What fitting leaves behind: plain parameters of each column's transform, computed on training rows only.
 * Kept beside the weights as features.json; `apply` needs nothing else.
 */
export const fittedFeatureSchema = z.discriminatedUnion('kind', [
  ...numberSchemas,
  ...categorySchemas,
  ...momentSchemas,
  fittedImageSchema,
]);
export type FittedFeature = z.infer<typeof fittedFeatureSchema>;

/** What a feature of each kind takes: how its raw column travels in a frame. */
export const inputKinds = {
  number: 'number',
  power: 'number',
  clip: 'number',
  quantile: 'number',
  piecewise: 'number',
  periodic: 'number',
  category: 'text',
  lookup: 'text',
  buckets: 'text',
  embedding: 'text',
  words: 'text',
  tokens: 'text',
  moment: 'moment',
  calendar: 'moment',
  image: 'image',
} as const satisfies Record<FittedFeature['kind'], FrameColumn['kind']>;

type KindOf<Input extends FrameColumn['kind']> = {
  [Kind in FittedFeature['kind']]: (typeof inputKinds)[Kind] extends Input ? Kind : never;
}[FittedFeature['kind']];
export type NumberFeature = Extract<FittedFeature, { kind: KindOf<'number'> }>;
export type TextFeature = Extract<FittedFeature, { kind: KindOf<'text'> }>;
export type MomentFeature = Extract<FittedFeature, { kind: KindOf<'moment'> }>;

export type ImageFeature = Extract<FittedFeature, { kind: KindOf<'image'> }>;

export const takesNumber = (feature: FittedFeature): feature is NumberFeature =>
  inputKinds[feature.kind] === 'number';
export const takesText = (feature: FittedFeature): feature is TextFeature =>
  inputKinds[feature.kind] === 'text';
export const takesMoment = (feature: FittedFeature): feature is MomentFeature =>
  inputKinds[feature.kind] === 'moment';

export const takesImage = (feature: FittedFeature): feature is ImageFeature =>
  inputKinds[feature.kind] === 'image';

export const fittedTargetSchema = z.discriminatedUnion('kind', [
  /** The network learns (y - mean) / deviation; predictions are turned back. */
  z.object({
    kind: z.literal('number'),
    column: z.string(),
    mean: z.number(),
    deviation: z.number(),
    /** log: the network's output is the logarithm of what it learns, so that predictions are above zero. */
    link: z.enum(['identity', 'log']).optional(),
  }),
  /** Classes in the order of the outputs, as text ("true" and "false" for booleans, "3" for integers). */
  z.object({
    kind: z.literal('classes'),
    column: z.string(),
    classes: z.array(z.string()),
    /** How outputs become probabilities; the plain way without. Kept beside features.json, see `withDecision`. */
    calibration: calibrationSchema.optional(),
    /** The second of two classes is chosen from this probability on; the most probable one without. */
    threshold: z.number().optional(),
  }),
]);
export type FittedTarget = z.infer<typeof fittedTargetSchema>;

export const fittedSchema = z.object({
  formatVersion: z.literal(1),
  task: taskSchema,
  features: z.array(fittedFeatureSchema),
  target: fittedTargetSchema,
  /** Features that are steps of a sequence; they stand side by side, step after step, channels in order. */
  sequences: z.array(z.object({ name: z.string(), channels: z.array(channelSchema).min(1) })).optional(),
});
export type Fitted = z.infer<typeof fittedSchema>;

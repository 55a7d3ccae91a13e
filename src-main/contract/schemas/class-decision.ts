import { z } from 'zod';

export const calibrationMethods = ['temperature', 'platt', 'isotonic'] as const;
/** How the outputs of a network become probabilities that come true as often as they say. */
export type CalibrationMethod = (typeof calibrationMethods)[number];

export const calibrationChoices = ['auto', 'none', ...calibrationMethods] as const;
export type CalibrationChoice = (typeof calibrationChoices)[number];

const thresholdSchema = z.number().gt(0).lt(1);
const costSchema = z.number().gt(0).max(1e9);

export const thresholdRules = ['half', 'f1', 'youden', 'cost', 'hand'] as const;
/** From which probability on the second of two classes is chosen, and by what that is found. */
export const thresholdSettingsSchema = z.discriminatedUnion('rule', [
  /** The more probable class. */
  z.object({ rule: z.literal('half') }),
  /** Where F1 of the second class is highest. */
  z.object({ rule: z.literal('f1') }),
  /** Where the share found less the share of false alarms is highest (Youden's J). */
  z.object({ rule: z.literal('youden') }),
  /** Where false alarms and misses cost least. */
  z.object({ rule: z.literal('cost'), falseAlarm: costSchema, miss: costSchema }),
  z.object({ rule: z.literal('hand'), threshold: thresholdSchema }),
]);
export type ThresholdSettings = z.infer<typeof thresholdSettingsSchema>;
export type ThresholdRule = ThresholdSettings['rule'];

/** What becomes of outputs: probabilities, and from them a class. For classes only. */
export const decisionSettingsSchema = z.object({
  /** `auto` calibrates where that makes the log loss of rows that were not trained on clearly smaller. */
  calibration: z.enum(calibrationChoices).default('auto'),
  /** For two classes only. */
  threshold: thresholdSettingsSchema.default({ rule: 'half' }),
});
export type DecisionSettings = z.infer<typeof decisionSettingsSchema>;

const finite = z.number();

/**
 * A calibration that was learned. It takes the network's outputs z before they are probabilities, those of several
 * members averaged.
 */
export const calibrationSchema = z.discriminatedUnion('kind', [
  /** softmax(z / temperature), of two classes sigmoid(z / temperature). Guo et al. 2017. */
  z.object({ kind: z.literal('temperature'), temperature: z.number().positive() }),
  /** sigmoid(slope z + intercept), of two classes. Platt 1999. */
  z.object({ kind: z.literal('platt'), slope: finite, intercept: finite }),
  /** Between points (z, probability of the second class) on straight lines, level beyond them. Both ascend. */
  z.object({
    kind: z.literal('isotonic'),
    outputs: z.array(finite).min(1),
    probabilities: z.array(z.number().min(0).max(1)).min(1),
  }),
]);
export type Calibration = z.infer<typeof calibrationSchema>;

/** How near probabilities come to what happens, on some rows. */
const calibrationScoresSchema = z.object({
  logLoss: z.number(),
  /** Expected calibration error. */
  error: z.number(),
});
export type CalibrationScores = z.infer<typeof calibrationScoresSchema>;

/** What a model does with its outputs, and how that was found. */
export const classDecisionSchema = z.object({
  settings: decisionSettingsSchema,
  calibration: calibrationSchema.nullable(),
  /** The second class is chosen from this probability on; null for the most probable class. */
  threshold: thresholdSchema.nullable(),
  /** On rows that were not trained on; each was calibrated by others of them. Null where there were too few. */
  evidence: z
    .object({
      rows: z.number(),
      before: calibrationScoresSchema,
      /** Of the calibration that is used, or of the best that was tried and is not. */
      after: calibrationScoresSchema.extend({ method: z.enum(calibrationMethods) }).nullable(),
    })
    .nullable(),
  /** Why it is calibrated, or why not, in one sentence. */
  reason: z.string(),
});
export type ClassDecision = z.infer<typeof classDecisionSchema>;

/** How often what was predicted with some probability happened. */
export const reliabilitySchema = z.object({
  /** The class whose probability it is; null where it is that of the chosen class, of several. */
  class: z.string().nullable(),
  /** Expected calibration error: the distance of both, weighed by rows. */
  error: z.number(),
  /** Tenths of the probability that hold rows: their mean, the share that it happened, how many. */
  bins: z.array(z.object({ predicted: z.number(), actual: z.number(), rows: z.number() })),
});
export type Reliability = z.infer<typeof reliabilitySchema>;

/** What every threshold would decide on some rows of two classes, the highest threshold first, thinned. */
export const cutsSchema = z.object({
  positives: z.number(),
  negatives: z.number(),
  /** [threshold, rows found of the second class, false alarms]. */
  points: z.array(z.tuple([z.number(), z.number(), z.number()])),
});
export type Cuts = z.infer<typeof cutsSchema>;

import { z } from 'zod';

/** Where an exported model is to run. */
export const exportTargets = ['server', 'browser', 'phone', 'microcontroller', 'python'] as const;
export const exportTargetSchema = z.enum(exportTargets);
export type ExportTarget = z.infer<typeof exportTargetSchema>;

/** The names of the formats that models are exported in, as the command line takes them. */
export const modelFormats = ['onnx', 'tflite', 'keras', 'h5', 'tfjs', 'python'] as const;
export const modelFormatSchema = z.enum(modelFormats);
export type ModelFormat = z.infer<typeof modelFormatSchema>;

/**
 * How the weights are kept: as they are (float32), in half the bits, as whole numbers of eight bits, or with the
 * activations in eight bits too, whose ranges are learned from rows.
 */
export const quantizations = ['none', 'float16', 'int8', 'int8-static'] as const;
export const quantizationSchema = z.enum(quantizations);
export type Quantization = z.infer<typeof quantizationSchema>;

/** How much of the work is in the file. */
export const exportScopes = ['pipeline', 'network'] as const;
export const exportScopeSchema = z.enum(exportScopes);
export type ExportScope = z.infer<typeof exportScopeSchema>;

/** Networks that are made of a trained one on its way out, as the command line takes them. */
export const smallerNetworks = ['prune-half', 'prune-most', 'quantization-aware', 'distilled'] as const;
export const smallerNetworkSchema = z.enum(smallerNetworks);
export type SmallerNetwork = z.infer<typeof smallerNetworkSchema>;

/** Differences from the application that an export may have and still pass its verification. */
export const allowanceSchema = z.object({
  /** Largest difference of a probability, or of a number relative to the spread; null where none is promised. */
  difference: z.number().nullable(),
  /** Share of the rows, from 0 to 1, whose decision may change. */
  changedDecisions: z.number(),
});
export type Allowance = z.infer<typeof allowanceSchema>;

export const quantizationChoiceSchema = z.object({
  name: quantizationSchema,
  /** In a few words: "Full precision". */
  title: z.string(),
  sentence: z.string(),
  allowance: allowanceSchema,
});
export type QuantizationChoice = z.infer<typeof quantizationChoiceSchema>;

/** A format that models are exported in, as it is offered to a person. */
export const modelFormatChoiceSchema = z.object({
  name: modelFormatSchema,
  title: z.string(),
  /** What it is and what runs it. */
  sentence: z.string(),
  /** Of the file, without the point; `zip` for a folder, which is handed over as an archive. */
  extension: z.string(),
  /** Where it suits, the best first. */
  targets: z.array(exportTargetSchema),
  /** At least one; the first is the default. */
  quantizations: z.array(quantizationChoiceSchema).min(1),
  /** How much of the work can be in the file; the first is the default. */
  scopes: z.array(exportScopeSchema).min(1),
  /** Why the model in hand cannot be written in it; null when it can. */
  refusal: z.string().nullable(),
});
export type ModelFormatChoice = z.infer<typeof modelFormatChoiceSchema>;

/** What to write: see modelFormatChoiceSchema. */
export const exportSettingsSchema = z.object({
  format: modelFormatSchema,
  quantize: quantizationSchema.default('none'),
  /** The network that is made of the trained one and written in its place; the trained one when left out. */
  shrink: smallerNetworkSchema.optional(),
  /** `pipeline` takes raw columns; `network` takes rows that are encoded already. */
  scope: exportScopeSchema.default('pipeline'),
  /** Under which licence the file is passed on, in the person's words. */
  licence: z.string().max(500).default(''),
  /** Whether rows of the person's own data go into the certificate; else it has made-up rows only. */
  ownRows: z.boolean().optional(),
  /** Whether the file is wanted although it changes more decisions than its kind of weights should. */
  acceptChanges: z.boolean().optional(),
});
export type ExportSettings = z.infer<typeof exportSettingsSchema>;

/** How many milliseconds an exported model takes in its run time, on this machine: medians of several runs. */
export const latencySchema = z.object({
  row: z.number(),
  batch: z.number(),
  batchRows: z.number(),
});
export type Latency = z.infer<typeof latencySchema>;

/** What every name in the metadata of a file begins with. */
export const metadataPrefix = 'org.strongroom.';

/** The cleaning steps of a model, by their ids, and what a file takes that has some of them inside. */
export const cleaningInFileSchema = z.object({
  inside: z.array(z.string()),
  /** Steps that have to be done to rows before the file takes them. */
  before: z.array(z.string()),
  /** The inputs; moments are double, as are numbers that are cleaned in the file. */
  columns: z.array(z.object({ name: z.string(), as: z.enum(['number', 'double', 'text']) })),
});
export type CleaningInFile = z.infer<typeof cleaningInFileSchema>;

/** How a trained network is made smaller on rows of its data. */
export const shrinkingSchema = z.discriminatedUnion('kind', [
  /** The smallest weights of each layer become zero; the others are trained a little more. */
  z.object({ kind: z.literal('prune'), share: z.number().gt(0).lt(1) }),
  /** The network is trained a little more as it will be in eight bits. */
  z.object({ kind: z.literal('quantize-aware') }),
  /** A network with this share of the units learns what the larger one answers. */
  z.object({ kind: z.literal('distil'), share: z.number().gt(0).lt(1) }),
]);
export type Shrinking = z.infer<typeof shrinkingSchema>;

/** A value as a file takes it: missing is null; moments are seconds since 1970 (UTC). */
const goldenValueSchema = z.union([z.number(), z.string(), z.null()]);

const goldenAnswerSchema = z.object({
  predicted: z.union([z.number(), z.string(), z.null()]),
  probabilities: z.array(z.number().nullable()).optional(),
});
export type GoldenAnswer = z.infer<typeof goldenAnswerSchema>;

/** A row with what the application answers, and what the file answered to it alone when it was checked. */
export const goldenRowSchema = z.object({
  inputs: z.record(z.string(), goldenValueSchema),
  expected: goldenAnswerSchema,
  answered: goldenAnswerSchema,
});
export type GoldenRow = z.infer<typeof goldenRowSchema>;

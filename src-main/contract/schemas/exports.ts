import { z } from 'zod';

/** File formats that a trained model can be written in. */
export const modelFormats = ['onnx'] as const;
export const modelFormatSchema = z.enum(modelFormats);
export type ModelFormat = z.infer<typeof modelFormatSchema>;

/** What every name in the metadata of a file begins with. */
export const metadataPrefix = 'org.strongroom.';

/** How the weights of an exported network are kept; all but `none` give somewhat other answers. */
export const quantizations = ['none', 'float16', 'int8', 'int8-static'] as const;
export const quantizationSchema = z.enum(quantizations);
export type Quantization = z.infer<typeof quantizationSchema>;

/** How far the answers of an exported file may be from those of the application. */
export interface Parity {
  /**
   * Largest difference of any answer: of probabilities absolute, of numbers relative to the largest of 1, the value and
   * the spread of the predictions. Null: not limited, for changed decisions tell more.
   */
  readonly difference: number | null;
  /** Decisions that may change, as a share of the rows. */
  readonly changed: number;
  /** Whether hostile rows are held to it as well. */
  readonly hostile: boolean;
  /** Two classes whose probabilities differ by no more than this are as likely: either is right. */
  readonly tie: number;
  /** A predicted number counts as a changed decision when it differs by more than this. */
  readonly moved: number;
}

/**
 * float32: what sklearn-onnx and tf2onnx hold their converters to, on every row. Smaller weights are held to it on rows
 * as training knew them: an input of 1e30 makes any rounding large.
 */
export const parity: Readonly<Record<Quantization, Parity>> = {
  none: { difference: 1e-5, changed: 0, hostile: true, tie: 1e-5, moved: 1e-5 },
  float16: { difference: 1e-2, changed: 0, hostile: false, tie: 1e-2, moved: 1e-2 },
  int8: { difference: null, changed: 0.01, hostile: false, tie: 1e-5, moved: 0.1 },
  'int8-static': { difference: null, changed: 0.01, hostile: false, tie: 1e-5, moved: 0.1 },
};

/** How much of the work is in the file. */
export const exportScopes = ['pipeline', 'network'] as const;
export type ExportScope = (typeof exportScopes)[number];

/** What may be chosen of an exported file. */
export const exportOptionsSchema = z.object({
  quantize: quantizationSchema.default('none'),
  /** `pipeline` takes raw columns; `network` takes rows that are encoded already. */
  scope: z.enum(exportScopes).default('pipeline'),
  /** Under which licence the file is passed on, in the person's words. */
  licence: z.string().max(500).default(''),
  /** Whether rows of the person's own data go into the certificate; else it has made-up rows only. */
  ownRows: z.boolean().default(false),
  /** Whether the file is wanted although it changes more decisions than its kind of weights should. */
  acceptChanges: z.boolean().default(false),
});
export type ExportOptions = z.output<typeof exportOptionsSchema>;

/** Milliseconds of one run on the machine that exported: medians, threads as the runtime chooses. */
export const latencySchema = z.object({
  row: z.number(),
  batch: z.number(),
  batchRows: z.number().int(),
});
export type Latency = z.infer<typeof latencySchema>;

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

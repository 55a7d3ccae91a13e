import { z } from 'zod';
import { timeSchema, warningSchema } from './common';
import {
  exportScopes,
  goldenRowSchema,
  modelFormatSchema,
  quantizationSchema,
  smallerNetworkSchema,
} from './exports';
import { taskSchema } from './recipe';
import { verificationSchema } from './runs';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const portSchema = z.object({ name: z.string(), type: z.string() });

/**
 * The proof that goes with an exported file: of which model it is, how its answers were compared with those of the
 * application, and rows with answers to check it by anywhere. Hashes are SHA-256 in hexadecimal.
 */
export const certificateSchema = z.object({
  kind: z.literal('strongroom-parity-certificate'),
  formatVersion: z.literal(1),
  createdAt: timeSchema,
  /** Of the program that wrote it. */
  version: z.string(),
  file: z.object({
    name: z.string(),
    bytes: z.number().int(),
    sha256,
    format: modelFormatSchema,
    /** Of the format: "ONNX opset 17". */
    version: z.string(),
    quantize: quantizationSchema,
    scope: z.enum(exportScopes),
    /** Which network is in the file, where it is a smaller one that was made of the model's; else the model's own. */
    network: smallerNetworkSchema.optional(),
    licence: z.string(),
    inputs: z.array(portSchema),
    outputs: z.array(portSchema),
  }),
  model: z.object({
    run: z.string(),
    trainedAt: timeSchema,
    target: z.string(),
    task: taskSchema,
    classes: z.array(z.string()).nullable(),
    seed: z.number(),
    /** Of the recipe as canonical JSON: keys sorted, no blanks. */
    recipeSha256: sha256,
    /** Of the file that it was trained on. */
    dataFingerprint: z.string(),
  }),
  verdict: z.enum(['passed', 'differs']),
  verification: verificationSchema,
  golden: z.object({
    /** `made-up` rows follow from the model alone; `data` rows are the person's own. */
    source: z.enum(['made-up', 'data']),
    rows: z.array(goldenRowSchema),
  }),
  warnings: z.array(warningSchema),
});
export type Certificate = z.infer<typeof certificateSchema>;

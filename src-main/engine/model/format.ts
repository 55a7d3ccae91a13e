import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withoutDecision } from '../features/decision';
import type { Fitted } from '../features/fitted';

export const topologySchema = z.record(z.string(), z.json());

/**
 * What model.json holds: the network's layers in Keras' JSON form, where each weight lies in weights.bin
 * (little-endian float32, one after the other), and checksums of what belongs together.
 */
export const modelFileSchema = z.object({
  formatVersion: z.literal(1),
  topology: topologySchema,
  weights: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int().nonnegative()),
      /** In bytes from the start of weights.bin. */
      offset: z.number().int().nonnegative(),
    }),
  ),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of weights.bin, and of the fitted features in canonical form. */
  checksums: z.object({ weights: z.string(), features: z.string() }),
  /** The simplest answer, from training rows: the share of each class, or the mean. */
  baseline: z.array(z.number()).min(1),
});
export type ModelFile = z.infer<typeof modelFileSchema>;

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Does not depend on white space or the order of keys in features.json, for it is taken after parsing; nor on calibration
 * and threshold, which may be learned anew.
 */
export function featuresChecksum(fitted: Fitted): string {
  return sha256(JSON.stringify(withoutDecision(fitted)));
}

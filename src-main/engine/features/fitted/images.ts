import { z } from 'zod';
import { imageFits } from '../../../contract/schemas/features';

/**
 * A picture of one size: (point - center) / scale, by channel, of points from 0 to 255; where it is missing every point
 * is the mean.
 */
export const fittedImageSchema = z.object({
  kind: z.literal('image'),
  column: z.string(),
  height: z.number().int().min(1),
  width: z.number().int().min(1),
  channels: z.union([z.literal(1), z.literal(3)]),
  fit: z.enum(imageFits),
  /** By channel, of points from 0 to 255. */
  center: z.array(z.number()),
  scale: z.array(z.number()),
  /** Stands for missing, by channel, of points from 0 to 255. */
  mean: z.array(z.number()),
  /** Whether a channel that is 1 where the picture is missing is added (training had missing ones). */
  indicator: z.boolean(),
});
export type FittedImage = z.infer<typeof fittedImageSchema>;

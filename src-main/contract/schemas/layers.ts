import { z } from 'zod';

/** Equal stretches between minus and plus `reach` that weights are counted in. */
export const weightBins = 32;
/** Stretches that sizes of gradients are counted in, each four times as far as the one before. */
export const gradientBins = 28;
/** The lower end of the first of them, as a power of two; what is smaller counts with it. */
export const smallestGradient = -40;

/** One layer after one step of training. Null stands for a number that is not finite. */
export const layerReadingSchema = z.object({
  /** Euclidean norms: of the loss's gradient by the layer's weights, and of those weights. */
  gradientNorm: z.number().nullable(),
  weightNorm: z.number().nullable(),
  /** How far the step moved the weights, as a share of their norm. */
  updateRatio: z.number().nullable(),
  /** Units into which no row of the batch sent a gradient. */
  silent: z.number().int(),
  weights: z.object({
    /** A power of two that no weight is beyond; one count for each of `weightBins`. */
    reach: z.number(),
    counts: z.array(z.number().int()),
  }),
  /** One count for each of `gradientBins`, and how many are zero. */
  gradients: z.object({ counts: z.array(z.number().int()), zeros: z.number().int() }),
});
export type LayerReading = z.infer<typeof layerReadingSchema>;

/** The layers of a network that learn, and how they did from epoch to epoch. */
export const layerHistorySchema = z.object({
  formatVersion: z.literal(1),
  layers: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      /** Weights that learn, and units whose weights can be told apart. */
      weights: z.number().int(),
      units: z.number().int(),
    }),
  ),
  /** Epochs from one reading to the next, before any were thinned out. */
  every: z.number().int().min(1),
  readings: z.array(z.object({ epoch: z.number().int(), layers: z.array(layerReadingSchema) })),
});
export type LayerHistory = z.infer<typeof layerHistorySchema>;

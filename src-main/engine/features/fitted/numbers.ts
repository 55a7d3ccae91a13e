import { z } from 'zod';

/** What every transform of a number keeps. */
const number = {
  column: z.string(),
  /** Stands for missing. */
  median: z.number(),
  /** Whether a column that is 1 where the value is missing is added (there were missing values in training). */
  indicator: z.boolean(),
};

/** (y - center) / scale. */
const scaling = { center: z.number(), scale: z.number() };

/** Robust, standard, min-max, max-abs and none: (x - center) / scale; center 0 and scale 1 leave it as it is. */
export const fittedNumberSchema = z.object({
  column: number.column,
  kind: z.literal('number'),
  ...scaling,
  median: number.median,
  indicator: number.indicator,
});

/**
 * Logarithm and Yeo-Johnson. The curve is sign(x) ((1 + |x|)^k - 1) / k, sign(x) ln(1 + |x|) for k = 0, where k is
 * `positive` for x >= 0 and `negative` below; then (curve(x) - curve(origin)) / scale.
 */
export const fittedPowerSchema = z.object({
  kind: z.literal('power'),
  ...number,
  positive: z.number(),
  negative: z.number(),
  origin: z.number(),
  scale: z.number(),
});

/** y = min(max(x, lower), upper), then scaled. */
export const fittedClipSchema = z.object({
  kind: z.literal('clip'),
  ...number,
  lower: z.number(),
  upper: z.number(),
  ...scaling,
});

/**
 * The share of training rows below x. At knot i, a value of the training rows, the share jumps from below[i] to
 * above[i] where several rows have that value; between knots it is linear.
 */
export const fittedQuantileSchema = z.object({
  kind: z.literal('quantile'),
  ...number,
  output: z.enum(['normal', 'uniform']),
  knots: z.array(z.number()).min(2),
  below: z.array(z.number()).min(2),
  above: z.array(z.number()).min(2),
});

/** Piecewise-linear encoding: one number a bin; `edges` ascending, bins + 1 of them. */
export const fittedPiecewiseSchema = z.object({
  kind: z.literal('piecewise'),
  ...number,
  edges: z.array(z.number()).min(2),
});

/** v = (x - center) / scale, then cos and sin of 2 pi f v for each frequency, and v itself. */
export const fittedPeriodicSchema = z.object({
  kind: z.literal('periodic'),
  ...number,
  ...scaling,
  frequencies: z.array(z.number()).min(1),
});

/** Every fitted transform of a number. */
export const numberSchemas = [
  fittedNumberSchema,
  fittedPowerSchema,
  fittedClipSchema,
  fittedQuantileSchema,
  fittedPiecewiseSchema,
  fittedPeriodicSchema,
] as const;

export type FittedNumber = z.infer<typeof fittedNumberSchema>;
export type FittedPower = z.infer<typeof fittedPowerSchema>;
export type FittedClip = z.infer<typeof fittedClipSchema>;
export type FittedQuantile = z.infer<typeof fittedQuantileSchema>;
export type FittedPiecewise = z.infer<typeof fittedPiecewiseSchema>;
export type FittedPeriodic = z.infer<typeof fittedPeriodicSchema>;
export type FittedNumeric = z.infer<(typeof numberSchemas)[number]>;

import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What Keras computes on random inputs; made by test/fixtures/learning/keras_training.py. */
const schema = z.object({
  start: z.array(z.number()),
  gradients: z.array(z.array(z.number())),
  rates: z.array(z.number()),
  optimizers: z.record(z.string(), z.array(z.array(z.number()))),
  losses: z.array(
    z.object({
      name: z.enum(['mean-squared-error', 'mean-absolute-error', 'huber', 'poisson', 'cross-entropy']),
      options: z.record(z.string(), z.number()),
      columns: z.number(),
      output: z.array(z.number()),
      target: z.array(z.number()),
      value: z.number(),
      gradient: z.array(z.number()),
    }),
  ),
  schedules: z.object({
    cosine: z.array(z.number()),
    exponential: z.array(z.number()),
    step: z.array(z.number()),
  }),
  limits: z.object({
    kernel: z.array(z.number()),
    maxNorm: z.array(z.number()),
    gradient: z.array(z.number()),
    clipNorm: z.array(z.number()),
    clipValue: z.array(z.number()),
  }),
});

export const keras = schema.parse(
  JSON.parse(
    readFileSync(new URL('../../fixtures/learning/keras-training.json', import.meta.url), 'utf8'),
  ) as unknown,
);

/** The largest difference as a share of what was expected; NaN and different lengths are never agreement. */
export function largestRelative(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] ?? Number.NaN;
    const apart = Math.abs((actual[i] ?? Number.NaN) - wanted) / Math.max(1e-2, Math.abs(wanted));
    if (!(apart <= largest)) largest = apart;
  }
  return largest;
}

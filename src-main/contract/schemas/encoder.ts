import { z } from 'zod';

/** How presets read sequences, texts and pictures before all inputs are joined; tables have nothing of this. */
export const encoderSchema = z.object({
  /** Units of an LSTM or GRU, filters of a convolution, numbers a step of a Transformer. */
  width: z.number().int().min(4).max(1024).default(32),
  /** Recurrent layers, convolutions or attention blocks one behind the other. */
  layers: z.number().int().min(1).max(8).default(2),
  /** How many steps or points a convolution looks at. */
  window: z.number().int().min(1).max(63).default(3),
  heads: z.number().int().min(1).max(16).default(4),
  /** Share of numbers switched off in training; of an LSTM or GRU the same ones at every step. */
  dropout: z.number().min(0).max(0.9).default(0.1),
});
export type EncoderSettings = z.infer<typeof encoderSchema>;

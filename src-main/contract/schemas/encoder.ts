import { z } from 'zod';

/** Options of presets that read sequences, texts and pictures: how, before all inputs are joined. */
export const encoderOptions = {
  /** Units of an LSTM or GRU, filters of a convolution, numbers a step of a Transformer. */
  encoderWidth: z.number().int().min(4).max(1024).default(32),
  /** Recurrent layers, convolutions or attention blocks one behind the other. */
  encoderLayers: z.number().int().min(1).max(8).default(2),
  /** How many steps, or points of a side, a convolution looks at. */
  window: z.number().int().min(1).max(63).default(3),
  /** Share of numbers switched off in training; of an LSTM or GRU the same ones at every step. */
  encoderDropout: z.number().min(0).max(0.9).default(0.1),
};

import { z } from 'zod';

const shapeSchema = z.array(z.number().nullable());

/** A network that was read from a file of Keras or TensorFlow.js, layer by layer. */
export const networkSummarySchema = z.object({
  name: z.string(),
  format: z.enum(['keras', 'h5', 'tfjs']),
  /** Which program wrote the file, as far as it says. */
  producer: z.string(),
  layers: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      /** Of its output; null stands for any number of rows. */
      shape: shapeSchema,
      parameters: z.number(),
      trainable: z.number(),
    }),
  ),
  inputs: z.array(z.object({ name: z.string(), shape: shapeSchema })),
  outputs: z.array(z.object({ name: z.string(), shape: shapeSchema })),
  parameters: z.number(),
  trainable: z.number(),
});
export type NetworkSummary = z.infer<typeof networkSummarySchema>;

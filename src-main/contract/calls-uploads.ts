import { z } from 'zod';
import { uploadIdSchema } from './schemas/common';

const bytes = z.instanceof(Uint8Array);

/** The calls by which files are handed over, piece by piece; part of `calls`. */
export const uploadCalls = {
  'uploads.begin': {
    params: z.object({ name: z.string().min(1).max(255), bytes: z.number().int().nonnegative() }),
    result: z.object({ upload: uploadIdSchema }),
  },
  'uploads.append': {
    params: z.object({ upload: uploadIdSchema, offset: z.number().int().nonnegative(), bytes }),
    result: z.object({ received: z.number() }),
  },
  'uploads.abort': {
    params: z.object({ upload: uploadIdSchema }),
    result: z.object({ done: z.literal(true) }),
  },
} as const;

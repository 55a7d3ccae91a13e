import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { cleaningStepSchema } from '../../../contract/cleaning';
import { StrongroomError } from '../../../contract/errors';

/** cleaning.json: the steps of a model with what they learned, for later files. */
export const cleaningDocumentSchema = z.object({
  formatVersion: z.literal(1),
  steps: z.array(cleaningStepSchema),
  learned: z.record(z.string(), z.unknown()),
});
export type CleaningDocument = z.infer<typeof cleaningDocumentSchema>;

/** Throws MODEL_DAMAGED when the file is not as it should be. */
export async function readCleaning(path: string): Promise<CleaningDocument> {
  try {
    return cleaningDocumentSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StrongroomError('MODEL_DAMAGED', `${path} is missing or damaged.`, {
      expected: 'the cleaning steps of a trained model',
      next: 'Put back a copy of the folder from a backup, or train again.',
      cause,
    });
  }
}

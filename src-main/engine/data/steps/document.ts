import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { cleaningStepSchema, enabledSteps } from '../../../contract/cleaning';
import type { CleaningStep } from '../../../contract/cleaning';
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

/** The one that was read last for previews: it holds rows and trees, and is asked for with every letter that is typed. */
let last: { path: string; document: CleaningDocument } | null = null;

/**
 * What steps learned from all rows when a table was cleaned: of those that were done to it one after the other as they are
 * now. What a step learns follows from those before it alone. Nothing where the table is not there any more.
 * @param path cleaning.json of the table.
 */
export async function learnedFromAll(
  path: string | null,
  steps: readonly CleaningStep[],
): Promise<Readonly<Record<string, unknown>>> {
  if (path === null) return {};
  // A table that was cleaned never changes. It may have been cleared away.
  if (last?.path !== path) {
    const document = await readCleaning(path).catch(() => null);
    if (document === null) return {};
    last = { path, document };
  }
  const { document } = last;
  const done = enabledSteps(document.steps);
  const textOf = (step: CleaningStep | undefined): string => JSON.stringify({ ...step, name: null });
  const differs = steps.findIndex((step, index) => textOf(step) !== textOf(done[index]));
  const same = differs < 0 ? steps : steps.slice(0, differs);
  return Object.fromEntries(
    same.flatMap(({ id }) => (Object.hasOwn(document.learned, id) ? [[id, document.learned[id]]] : [])),
  );
}

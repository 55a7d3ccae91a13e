import { z } from 'zod';
import { fittedSchema } from '../../features/fitted';
import type { Fitted } from '../../features/fitted';

/**
 * What goes along with a network in its file: how raw columns become its input, and its output the answer, as
 * features.json has it; and what is said of the model.
 */
export const notesSchema = z.object({
  formatVersion: z.literal(1),
  features: fittedSchema,
  about: z.record(z.string(), z.string()),
});
export type Notes = z.infer<typeof notesSchema>;

export const notesOf = (features: Fitted, about: Record<string, string>): Notes => ({
  formatVersion: 1,
  features,
  about,
});

/** Notes of a file, wherever the format keeps them; null when it has none of ours. */
export function readNotes(value: unknown): Notes | null {
  const direct = notesSchema.safeParse(value);
  if (direct.success) return direct.data;
  const within = z.object({ strongroom: notesSchema }).safeParse(value);
  return within.success ? within.data.strongroom : null;
}

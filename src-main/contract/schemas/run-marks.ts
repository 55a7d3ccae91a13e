import { z } from 'zod';

/** The most that is kept of each, so that lists stay readable. */
export const mostTags = 20;
const longestTag = 40;
const longestNote = 10_000;

export const runNameSchema = z.string().trim().min(1).max(120);
export const tagsSchema = z
  .array(z.string().trim().min(1).max(longestTag))
  .max(mostTags)
  // A tag is there once, whatever the case it is written in.
  .transform((tags) => tags.filter((tag, index) => index === tags.findIndex((other) => sameTag(other, tag))));
export const noteSchema = z.string().max(longestNote);

/** What a person says of a run; what is left out stays as it is. */
export const runMarksSchema = z.object({
  name: runNameSchema.optional(),
  tags: tagsSchema.optional(),
  note: noteSchema.optional(),
});
export type RunMarks = z.infer<typeof runMarksSchema>;

/** Whether two tags are one: case and the form of accents do not count. */
export function sameTag(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}

/** A tag is added once, and taken away wherever it is. */
export function changeTags(
  tags: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): string[] {
  const kept = tags.filter((tag) => !remove.some((gone) => sameTag(gone, tag)));
  return add.reduce<string[]>(
    (list, tag) => (list.some((known) => sameTag(known, tag)) ? list : [...list, tag]),
    kept,
  );
}

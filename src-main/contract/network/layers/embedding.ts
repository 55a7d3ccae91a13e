import { z } from 'zod';
import { defineLayer } from '../define';
import { vocabularyOf } from '../vocabulary';
import { only } from '../sizes';

export const embedding = defineLayer({
  kind: 'embedding',
  title: 'Embedding',
  group: 'sequence',
  purpose: 'Replaces each id of a word by numbers that are learned.',
  settings: z.object({
    width: z.number().int().min(1).max(4096).default(64),
    /** Ids; null: as many as the text has. */
    vocabulary: z.number().int().min(2).max(1_000_000).nullable().default(null),
    /** Whether id 0, which fills up short texts, is left out by the layers behind. */
    maskZero: z.boolean().default(true),
  }),
  fields: [
    { control: 'number', name: 'width', label: 'Numbers a word', minimum: 1, maximum: 4096, whole: true },
    { control: 'toggle', name: 'maskZero', label: 'Leave out what fills up short texts' },
  ],
  takes: 'one',
  describe: ({ width }) => `${String(width)} numbers a word`,
  output: (given, { width }) => [...only(given), width],
  parameters: (given, { width, vocabulary }, context) =>
    (vocabulary ?? vocabularyOf(context, only(given))) * width,
});

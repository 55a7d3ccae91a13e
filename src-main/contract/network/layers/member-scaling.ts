import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, countOf, ofRank } from '../sizes';

const title = 'Members';

export const memberScaling = defineLayer({
  kind: 'memberScaling',
  title,
  group: 'table',
  purpose:
    'Makes several networks of the layers behind it, which share their weights and each see the row scaled in a way of their own.',
  settings: z.object({
    members: z.number().int().min(1).max(128).default(16),
    /** Widths of what begins with one scale a member, side by side; single numbers where they do not fill the input. */
    chunks: z.array(z.number().int().min(1)).max(100_000).default([]),
  }),
  fields: [{ control: 'number', name: 'members', label: 'Members', minimum: 1, maximum: 128, whole: true }],
  takes: 'one',
  describe: ({ members }) => `${String(members)} members`,
  output: (given, { members }) => [members, channelsOf(ofRank(given, 1, title))],
  parameters: (given, { members }) => members * countOf(ofRank(given, 1, title)),
  multiplications: (given, { members }) => members * countOf(ofRank(given, 1, title)),
});

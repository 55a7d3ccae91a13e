import { z } from 'zod';
import { defineLayer } from '../define';
import { ofRank } from '../sizes';

export const repeatVector = defineLayer({
  kind: 'repeatVector',
  title: 'Repeat',
  group: 'shape',
  purpose: 'Repeats a list as the steps of a sequence.',
  settings: z.object({
    times: z.number().int().min(1).max(10_000).default(2),
  }),
  fields: [{ control: 'number', name: 'times', label: 'Times', minimum: 1, maximum: 10000, whole: true }],
  takes: 'one',
  describe: ({ times }) => `${String(times)} times`,
  output: (given, { times }) => [times, ...ofRank(given, 1, 'Repeat')],
});

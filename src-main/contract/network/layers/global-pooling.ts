import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, ofRank, only } from '../sizes';

export const globalPooling = defineLayer({
  kind: 'globalPooling',
  title: 'Global pooling',
  group: 'convolution',
  purpose: 'One value a channel: the largest or the average over all steps or places.',
  settings: z.object({
    mode: z.enum(['max', 'average']).default('average'),
  }),
  fields: [
    {
      control: 'choice',
      name: 'mode',
      label: 'Takes',
      options: [
        { value: 'max', label: 'The largest' },
        { value: 'average', label: 'The average' },
      ],
    },
  ],
  takes: 'one',
  describe: ({ mode }) => mode,
  output: (given) => {
    const sizes = only(given);
    return sizes.length === 2 || sizes.length === 3
      ? [channelsOf(sizes)]
      : ofRank(given, 2, 'Global pooling');
  },
});

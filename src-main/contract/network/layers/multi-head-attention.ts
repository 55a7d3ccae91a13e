import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, ofRank, only } from '../sizes';

export const multiHeadAttention = defineLayer({
  kind: 'multiHeadAttention',
  title: 'Attention',
  group: 'attention',
  purpose: 'Every step looks at all steps and takes what matters to it.',
  settings: z.object({
    heads: z.number().int().min(1).max(64).default(4),
    keySize: z.number().int().min(1).max(1024).default(16),
    /** Whether a step sees only itself and those before it. */
    causal: z.boolean().default(false),
  }),
  fields: [
    { control: 'number', name: 'heads', label: 'Heads', minimum: 1, maximum: 64, whole: true },
    { control: 'number', name: 'keySize', label: 'Size of a head', minimum: 1, maximum: 1024, whole: true },
    { control: 'toggle', name: 'causal', label: 'Sees only what came before' },
  ],
  takes: 'one',
  describe: ({ heads, keySize }) => `${String(heads)} heads of ${String(keySize)}`,
  output: (given) => ofRank(given, 2, 'Attention'),
  parameters: (given, { heads, keySize }) => {
    const channels = channelsOf(only(given));
    return 3 * (channels + 1) * heads * keySize + (heads * keySize + 1) * channels;
  },
  multiplications: (given, { heads, keySize }) => {
    const [steps = 1, channels = 1] = only(given);
    return 4 * steps * channels * heads * keySize + 2 * steps * steps * heads * keySize;
  },
});

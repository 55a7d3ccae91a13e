import { z } from 'zod';
import { defineStep, listed } from '../define';

export const mapValues = defineStep({
  kind: 'map-values',
  title: 'Map values',
  group: 'categories',
  purpose: 'Puts one value for another, as by a list of codes and their meanings.',
  effect: 'cells',
  parameters: z.object({
    column: z.string().min(1),
    pairs: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .max(20_000)
      .default([]),
    /** What becomes of values that are not in the list. */
    others: z.enum(['keep', 'missing']).default('keep'),
    /** Whether a value that becomes nothing is missing, and not an empty text. */
    emptyIsMissing: z.boolean().default(true),
  }),
  fields: [
    { control: 'column', name: 'column', label: 'Column' },
    { control: 'pairs', name: 'pairs', label: 'Values', from: 'Value', to: 'Becomes' },
    {
      control: 'choice',
      name: 'others',
      label: 'All other values',
      options: [
        { value: 'keep', label: 'Stay' },
        { value: 'missing', label: 'Become missing' },
      ],
    },
    {
      control: 'toggle',
      name: 'emptyIsMissing',
      label: 'Nothing is missing',
      help: 'A value that becomes nothing is missing, and not an empty text.',
    },
  ],
  begin: (chosen) => ({ column: chosen[0]?.name ?? '' }),
  describe: ({ column, pairs, emptyIsMissing }) =>
    emptyIsMissing && pairs.length > 0 && pairs.every(({ to }) => to === '')
      ? `Make ${listed(pairs.map(({ from }) => `"${from}"`))} in ${column} missing`
      : `Map ${String(pairs.length)} ${pairs.length === 1 ? 'value' : 'values'} of ${column}`,
  columns: ({ column }) => [column],
});

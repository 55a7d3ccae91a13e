import { z } from 'zod';
import { defineStep } from '../define';

export const firstRows = defineStep({
  kind: 'first-rows',
  title: 'Keep first rows',
  group: 'rows',
  purpose: 'Keeps the rows at the beginning, to try something out on few.',
  effect: 'rows',
  parameters: z.object({ count: z.number().int().min(1).max(1e9).default(1000) }),
  fields: [{ control: 'number', name: 'count', label: 'Rows', minimum: 1, maximum: 1e9, whole: true }],
  begin: () => ({}),
  describe: ({ count }) => `Keep the first ${String(count)} rows`,
  columns: () => [],
});

import { z } from 'zod';
import { defineLayer, networkInvalid } from '../define';
import { only } from '../sizes';

export const permute = defineLayer({
  kind: 'permute',
  title: 'Permute',
  group: 'shape',
  purpose: 'Swaps dimensions: steps and channels, for one.',
  settings: z.object({
    order: z.array(z.coerce.number().int().min(1).max(3)).min(1).max(3).default([2, 1]),
  }),
  fields: [{ control: 'words', name: 'order', label: 'Order of dimensions', placeholder: '2, 1' }],
  takes: 'one',
  describe: ({ order }) => order.join(', '),
  output: (given, { order }) => {
    const before = only(given);
    const isOrder = [...order].sort().every((place, index) => place === index + 1);
    if (isOrder && order.length === before.length) return order.map((place) => before[place - 1] ?? 1);
    throw networkInvalid('The order does not name each dimension once.', {
      expected: `the numbers 1 to ${String(before.length)}, each once`,
      received: order.join(', '),
      next: 'Give each dimension its place.',
    });
  },
});

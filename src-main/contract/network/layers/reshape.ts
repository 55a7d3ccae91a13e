import { z } from 'zod';
import { defineLayer, networkInvalid } from '../define';
import { countOf, only, sizesText } from '../sizes';

export const reshape = defineLayer({
  kind: 'reshape',
  title: 'Reshape',
  group: 'shape',
  purpose: 'Puts the same values into other sizes.',
  settings: z.object({
    sizes: z.array(z.coerce.number().int().min(1).max(1_000_000)).min(1).max(3).default([1]),
  }),
  fields: [{ control: 'words', name: 'sizes', label: 'Sizes', placeholder: '28, 28, 1' }],
  takes: 'one',
  describe: ({ sizes }) => sizesText(sizes),
  output: (given, { sizes }) => {
    const before = only(given);
    if (countOf(before) === countOf(sizes)) return sizes;
    throw networkInvalid(`${sizesText(sizes)} holds ${String(countOf(sizes))} values.`, {
      expected: `${String(countOf(before))} values, as ${sizesText(before)} has`,
      received: String(countOf(sizes)),
      next: 'Choose sizes with the same product.',
    });
  },
});

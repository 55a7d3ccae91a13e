import { z } from 'zod';
import { defineLayer, networkInvalid } from '../define';
import { tablePart } from '../inputs';

export const inputLayer = defineLayer({
  kind: 'input',
  title: 'Input',
  group: 'ends',
  purpose: 'Columns of the data, as numbers.',
  settings: z.object({
    /** Which part of the inputs. */
    part: z.string().default(tablePart),
  }),
  fields: [{ control: 'text', name: 'part', label: 'Part' }],
  takes: 'none',
  describe: ({ part }) => part,
  output: (_, { part }, { inputs }) => {
    const found = inputs.parts.find(({ name }) => name === part);
    if (found !== undefined) return found.sizes;
    throw networkInvalid(`There is no input ${part}.`, {
      expected: `one of ${inputs.parts.map(({ name }) => name).join(', ')}`,
      received: part,
      next: 'Choose another input, or remove the layer.',
    });
  },
});

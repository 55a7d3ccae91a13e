import { z } from 'zod';
import { defineLayer, networkInvalid } from '../define';
import { embeddedWidth } from '../inputs';
import { channelsOf, ofRank, sizesText } from '../sizes';

export const columnEmbedding = defineLayer({
  kind: 'columnEmbedding',
  title: 'Category numbers',
  group: 'table',
  purpose: 'Replaces the ids of categories in the table by numbers that are learned.',
  settings: z.object({}),
  fields: [],
  takes: 'one',
  describe: () => 'learned numbers for categories',
  output: (given, _, { inputs }) => {
    const columns = inputs.parts.find(({ kind }) => kind === 'table')?.columns ?? [];
    const sizes = ofRank(given, 1, 'Category numbers');
    const width = columns.reduce((sum, column) => sum + column.width, 0);
    if (channelsOf(sizes) === width) return [embeddedWidth(columns)];
    throw networkInvalid('Category numbers come right behind the input of the table.', {
      expected: String(width),
      received: sizesText(sizes),
      next: 'Connect it to the input of the table.',
    });
  },
  parameters: (_given, _, { inputs }) =>
    inputs.parts
      .flatMap(({ columns }) => columns)
      .reduce((sum, { categories = 0, embedding = 0 }) => sum + categories * embedding, 0),
});

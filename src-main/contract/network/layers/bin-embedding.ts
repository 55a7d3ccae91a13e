import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, ofRank } from '../sizes';
import { binColumns, columnsWithin, embeddedChunks } from '../table-columns';

const title = 'Number vectors';

export const binEmbedding = defineLayer({
  kind: 'binEmbedding',
  title,
  group: 'table',
  purpose: 'Each number that comes as bins becomes a short list of learned numbers; other columns stay.',
  settings: z.object({
    /** Numbers that each column becomes. */
    width: z.number().int().min(1).max(256).default(16),
  }),
  fields: [
    { control: 'number', name: 'width', label: 'Numbers a column', minimum: 1, maximum: 256, whole: true },
  ],
  takes: 'one',
  describe: ({ width }) => `${String(width)} learned numbers a number`,
  output: (given, { width }, context) => {
    const columns = columnsWithin(channelsOf(ofRank(given, 1, title)), context, title);
    return [embeddedChunks(columns, width).reduce((sum, chunk) => sum + chunk, 0)];
  },
  parameters: (given, { width }, context) => {
    const bins = binColumns(columnsWithin(channelsOf(ofRank(given, 1, title)), context, title));
    const most = Math.max(0, ...bins.map((column) => column.width));
    return bins.length * width * (most + 2);
  },
  multiplications: (given, { width }, context) => {
    const bins = binColumns(columnsWithin(channelsOf(ofRank(given, 1, title)), context, title));
    return bins.length * width * Math.max(0, ...bins.map((column) => column.width));
  },
});

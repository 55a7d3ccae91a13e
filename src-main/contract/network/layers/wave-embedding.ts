import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, ofRank } from '../sizes';
import { columnsWithin, numberColumns } from '../table-columns';

const title = 'Number waves';

export const waveEmbedding = defineLayer({
  kind: 'waveEmbedding',
  title,
  group: 'table',
  purpose:
    'Each scaled number gets learned numbers beside it, made of waves whose lengths are learned; other columns stay.',
  settings: z.object({
    /** Waves of each number. */
    waves: z.number().int().min(1).max(256).default(16),
    /** Numbers that each becomes, itself among them. */
    width: z.number().int().min(2).max(64).default(4),
    /** Deviation of the frequencies at the start, in turns a unit of the scaled number. */
    spread: z.number().positive().max(10).default(0.1),
  }),
  fields: [
    { control: 'number', name: 'waves', label: 'Waves', minimum: 1, maximum: 256, whole: true },
    { control: 'number', name: 'width', label: 'Numbers a column', minimum: 2, maximum: 64, whole: true },
    { control: 'number', name: 'spread', label: 'Spread of frequencies', maximum: 10 },
  ],
  takes: 'one',
  describe: ({ waves, width }) => `${String(width)} numbers of ${String(waves)} waves a number`,
  output: (given, { width }, context) => {
    const all = channelsOf(ofRank(given, 1, title));
    return [all + numberColumns(columnsWithin(all, context, title)).length * (width - 1)];
  },
  parameters: (given, { waves, width }, context) => {
    const numbers = numberColumns(columnsWithin(channelsOf(ofRank(given, 1, title)), context, title));
    return numbers.length * (2 * waves + (waves + 1) * (width - 1));
  },
  multiplications: (given, { waves, width }, context) => {
    const numbers = numberColumns(columnsWithin(channelsOf(ofRank(given, 1, title)), context, title));
    return numbers.length * waves * width;
  },
});

import { z } from 'zod';
import { defineLayer } from '../define';
import { ofRank } from '../sizes';

export const positionalEncoding = defineLayer({
  kind: 'positionalEncoding',
  title: 'Positions',
  group: 'attention',
  purpose: 'Adds the place of each step, which attention alone does not see.',
  settings: z.object({}),
  fields: [],
  takes: 'one',
  describe: () => 'waves of several lengths',
  output: (given) => ofRank(given, 2, 'Positions'),
});

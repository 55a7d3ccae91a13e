import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, ofRank, only } from '../sizes';

export const outputLayer = defineLayer({
  kind: 'output',
  title: 'Output',
  group: 'ends',
  purpose: 'The answer: one number, or one for each class. Its units follow from what is predicted.',
  settings: z.object({}),
  fields: [],
  takes: 'one',
  describe: () => 'as many units as the answer needs',
  output: (given, _, { outputs }) => (ofRank(given, 1, 'The output'), [outputs]),
  parameters: (given, _, { outputs }) => (channelsOf(only(given)) + 1) * outputs,
  multiplications: (given, _, { outputs }) => channelsOf(only(given)) * outputs,
});

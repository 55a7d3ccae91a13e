import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, ofRank, only } from '../sizes';

export const outputLayer = defineLayer({
  kind: 'output',
  title: 'Output',
  group: 'ends',
  purpose: 'The answer: one number, or one for each class. Its units follow from what is predicted.',
  settings: z.object({
    /** Whether it takes [members, values] and lets each member answer with weights of its own. */
    members: z.boolean().default(false),
  }),
  fields: [{ control: 'toggle', name: 'members', label: 'Each member answers by itself' }],
  takes: 'one',
  describe: ({ members }) =>
    members ? 'as many units a member as the answer needs' : 'as many units as the answer needs',
  output: (given, { members }, { outputs }) => {
    const [count = 1] = ofRank(given, members ? 2 : 1, members ? 'The output of members' : 'The output');
    return [members ? count * outputs : outputs];
  },
  parameters: (given, { members }, { outputs }) => {
    const [count = 1] = only(given);
    return (channelsOf(only(given)) + 1) * outputs * (members ? count : 1);
  },
  multiplications: (given, { members }, { outputs }) => {
    const [count = 1] = only(given);
    return channelsOf(only(given)) * outputs * (members ? count : 1);
  },
});

import { z } from 'zod';
import { defineLayer, networkInvalid } from '../define';
import { channelsOf, ofRank, only, sizesText } from '../sizes';

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
    const before = only(given);
    if (members && before.length !== 2) {
      throw networkInvalid('Each member is to answer by itself, and there are no members.', {
        expected: 'members × numbers',
        received: sizesText(before),
        next: 'Let it give one answer, or put the layer Members before it.',
      });
    }
    const [count = 1] = members ? before : ofRank(given, 1, 'The output');
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

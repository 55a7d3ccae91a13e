import { z } from 'zod';
import { defineLayer, networkInvalid } from '../define';
import type { Sizes } from '../define';
import { channelsOf, only, sizesText } from '../sizes';

export const concatenate = defineLayer({
  kind: 'concatenate',
  title: 'Concatenate',
  group: 'shape',
  purpose: 'Puts the values of several layers side by side.',
  settings: z.object({}),
  fields: [],
  takes: 'several',
  describe: () => 'side by side',
  output: (given) => {
    const first = only(given);
    const rest = (sizes: Sizes): string => sizesText(sizes.slice(0, -1));
    const other = given.find((sizes) => sizes.length !== first.length || rest(sizes) !== rest(first));
    if (other !== undefined || given.length < 2) {
      throw networkInvalid('Concatenate needs several layers that differ in their last size only.', {
        expected: sizesText(first),
        received: other === undefined ? 'one layer' : sizesText(other),
        next:
          other === undefined ? 'Connect another layer to it.' : 'Put a Flatten layer before each of them.',
      });
    }
    return [...first.slice(0, -1), given.reduce((sum, sizes) => sum + channelsOf(sizes), 0)];
  },
});

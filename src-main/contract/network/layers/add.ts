import { z } from 'zod';
import { defineLayer } from '../define';
import { sameSizes } from '../same-sizes';

export const add = defineLayer({
  kind: 'add',
  title: 'Add',
  group: 'shape',
  purpose: 'Adds the values of several layers, as a shortcut past layers does.',
  settings: z.object({}),
  fields: [],
  takes: 'several',
  describe: () => 'value by value',
  output: (given) => sameSizes(given, 'Add'),
});

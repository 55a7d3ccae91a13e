import { z } from 'zod';
import { defineLayer } from '../define';
import { sameSizes } from '../same-sizes';

export const multiply = defineLayer({
  kind: 'multiply',
  title: 'Multiply',
  group: 'shape',
  purpose: 'Multiplies the values of several layers, as a gate does.',
  settings: z.object({}),
  fields: [],
  takes: 'several',
  describe: () => 'value by value',
  output: (given) => sameSizes(given, 'Multiply'),
});

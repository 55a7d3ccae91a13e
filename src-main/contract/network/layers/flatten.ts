import { z } from 'zod';
import { defineLayer } from '../define';
import { countOf, only } from '../sizes';

export const flatten = defineLayer({
  kind: 'flatten',
  title: 'Flatten',
  group: 'shape',
  purpose: 'Makes one list of all values.',
  settings: z.object({}),
  fields: [],
  takes: 'one',
  describe: () => 'one list',
  output: (given) => [countOf(only(given))],
});

import { z } from 'zod';
import { defineLayer } from '../define';
import { countOf, only } from '../sizes';

export const prelu = defineLayer({
  kind: 'prelu',
  title: 'PReLU',
  group: 'basic',
  purpose: 'A ReLU that learns how much of what is below zero to let through.',
  settings: z.object({}),
  fields: [],
  takes: 'one',
  describe: () => 'a learned slope a value',
  output: (given) => only(given),
  parameters: (given) => countOf(only(given)),
});

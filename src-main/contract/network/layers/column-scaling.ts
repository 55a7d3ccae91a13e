import { z } from 'zod';
import { defineLayer } from '../define';
import { countOf, only } from '../sizes';

export const columnScaling = defineLayer({
  kind: 'columnScaling',
  title: 'Learned scales',
  group: 'table',
  purpose: 'Multiplies each value by a number that is learned, so that columns of little use fade early.',
  settings: z.object({
    /** How many times as fast the scales are learned as other weights. */
    speed: z.number().min(0.01).max(100).default(6),
  }),
  fields: [{ control: 'number', name: 'speed', label: 'Speed of learning', minimum: 0.01, maximum: 100 }],
  takes: 'one',
  describe: () => 'one learned scale a value',
  output: (given) => only(given),
  parameters: (given) => countOf(only(given)),
});

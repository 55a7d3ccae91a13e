import { z } from 'zod';
import { defineStep, listed } from '../define';
import {
  boundMethods,
  boundOptions,
  outlierRule,
  outlierTypes,
  thresholdField,
  thresholdSchema,
} from '../outliers';

export const capOutliers = defineStep({
  kind: 'cap-outliers',
  title: 'Cap outliers',
  group: 'outliers',
  purpose: 'Moves values far from all others to a bound, or makes them missing; every row stays.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    method: z.enum(boundMethods).default('iqr'),
    threshold: thresholdSchema,
    action: z.enum(['cap', 'missing']).default('cap'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: outlierTypes },
    { control: 'choice', name: 'method', label: 'Outliers by', options: boundOptions },
    thresholdField,
    {
      control: 'choice',
      name: 'action',
      label: 'What becomes of them',
      options: [
        { value: 'cap', label: 'The nearest bound' },
        { value: 'missing', label: 'Missing' },
      ],
    },
  ],
  suits: outlierTypes,
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, method, threshold, action }) =>
    action === 'cap'
      ? `Cap outliers in ${listed(columns)} ${outlierRule(method, threshold)}`
      : `Make outliers in ${listed(columns)} missing, ${outlierRule(method, threshold)}`,
  columns: ({ columns }) => columns,
});

import { z } from 'zod';
import { defineStep, listed } from '../define';
import { outlierRule, outlierTypes, rowOutlierFields, rowOutliers } from '../outliers';

export const markOutliers = defineStep({
  kind: 'mark-outliers',
  title: 'Mark outliers',
  group: 'outliers',
  purpose: 'Adds a column that is true where a row is an outlier, and leaves the values as they are.',
  effect: 'columns',
  parameters: z.object({ ...rowOutliers, into: z.string().min(1).max(200).default('is an outlier') }),
  fields: [...rowOutlierFields, { control: 'text', name: 'into', label: 'Name of the new column' }],
  suits: outlierTypes,
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, method, threshold, share }) =>
    `Mark rows with outliers in ${listed(columns)} ${outlierRule(method, threshold, share)}`,
  columns: ({ columns }) => columns,
  makes: ({ columns, into }) => [{ name: into, from: columns }],
});

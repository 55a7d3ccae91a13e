import { z } from 'zod';
import { defineStep, listed } from '../define';
import { outlierRule, outlierTypes, rowOutlierFields, rowOutliers } from '../outliers';

export const removeOutliers = defineStep({
  kind: 'remove-outliers',
  title: 'Remove outliers',
  group: 'outliers',
  purpose: 'Leaves out rows with values far from all others, when they are mistakes and not rare truths.',
  effect: 'rows',
  parameters: z.object(rowOutliers),
  fields: rowOutlierFields,
  suits: outlierTypes,
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, method, threshold, share }) =>
    `Remove rows with outliers in ${listed(columns)} ${outlierRule(method, threshold, share)}`,
  columns: ({ columns }) => columns,
});

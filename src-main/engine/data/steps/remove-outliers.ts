import { removeOutliers } from '../../../contract/cleaning/steps/remove-outliers';
import { implementStep } from './implement';
import { learnOdd, oddRows, oddSchema, previewedByForest } from './odd-rows';

export const removeOutliersStep = implementStep(removeOutliers, {
  learned: oddSchema,
  keepsOrder: ({ method }) => method !== 'isolation-forest',
  learnsFromRows: true,
  previewRows: ({ method }) => (method === 'isolation-forest' ? previewedByForest : Infinity),
  fit: learnOdd,
  async sql(_, table, odd) {
    const { from, condition, columns } = await oddRows(table, odd);
    return `SELECT ${columns} FROM ${from} WHERE NOT ${condition}`;
  },
});

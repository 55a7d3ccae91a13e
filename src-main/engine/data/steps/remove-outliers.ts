import { removeOutliers } from '../../../contract/cleaning/steps/remove-outliers';
import { implementStep } from './implement';
import { learnOdd, oddRows, oddSchema } from './odd-rows';

export const removeOutliersStep = implementStep(removeOutliers, {
  learned: oddSchema,
  keepsOrder: ({ method }) => method !== 'isolation-forest',
  fit: learnOdd,
  async sql(_, table, odd) {
    const { from, condition, columns } = await oddRows(table, odd);
    return `SELECT ${columns} FROM ${from} WHERE NOT ${condition}`;
  },
});

import { markOutliers } from '../../../contract/cleaning/steps/mark-outliers';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { learnOdd, oddRows, oddSchema, previewedByForest } from './odd-rows';
import { freeName } from './table';

export const markOutliersStep = implementStep(markOutliers, {
  learned: oddSchema,
  keepsOrder: ({ method }) => method !== 'isolation-forest',
  learnsFromRows: true,
  previewRows: ({ method }) => (method === 'isolation-forest' ? previewedByForest : Infinity),
  fit: learnOdd,
  async sql({ into }, table, odd) {
    const { from, condition, columns } = await oddRows(table, odd);
    return `SELECT ${columns}, ${condition} AS ${identifier(freeName(table.columns, into))} FROM ${from}`;
  },
});

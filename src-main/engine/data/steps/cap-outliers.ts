import { capOutliers } from '../../../contract/cleaning/steps/cap-outliers';
import { identifier } from '../sql';
import { boundsOf, boundsSchema, numberText } from './bounds';
import { implementStep } from './implement';
import { replacing } from './table';

export const capOutliersStep = implementStep(capOutliers, {
  learned: boundsSchema,
  keepsOrder: true,
  learnsFromRows: true,
  fit: ({ columns, method, threshold }, table) => boundsOf(columns, method, threshold, table),
  sql({ action }, table, learned) {
    const changes = table.columns.flatMap(({ name, kind }): [string, string][] => {
      const bounds = learned.find((one) => one.name === name)?.bounds ?? null;
      if (bounds === null) return [];
      // Whole numbers stay whole, and within the bounds.
      const [low, high] = kind === 'integer' ? [Math.ceil(bounds[0]), Math.floor(bounds[1])] : bounds;
      const type = kind === 'integer' ? 'BIGINT' : 'DOUBLE';
      const column = identifier(name);
      const [below, above] =
        action === 'missing' ? ['NULL', 'NULL'] : [low, high].map((x) => `${numberText(x)}::${type}`);
      return [
        [
          name,
          `CASE WHEN ${column} < ${numberText(low)} THEN ${below ?? ''} WHEN ${column} > ${numberText(high)} THEN ${above ?? ''} ELSE ${column} END`,
        ],
      ];
    });
    return replacing(table.relation, changes);
  },
});

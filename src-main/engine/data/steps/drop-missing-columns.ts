import { z } from 'zod';
import { dropMissingColumns } from '../../../contract/cleaning/steps/drop-missing-columns';
import { StrongroomError } from '../../../contract/errors';
import { numeric } from '../database';
import { identifier } from '../sql';
import { implementStep } from './implement';

export const dropMissingColumnsStep = implementStep(dropMissingColumns, {
  /** The columns that go. */
  learned: z.array(z.string()),
  keepsOrder: true,
  learnsFromRows: true,
  async fit({ columns, share }, table) {
    const looked = table.columns.filter(({ name }) => columns.length === 0 || columns.includes(name));
    const counts = looked.map(({ name }, index) => `count(${identifier(name)}) AS "${String(index)}"`);
    const [found = {}] = await table.database.rows(
      `SELECT count(*) AS "rows", ${counts.join(', ')} FROM ${table.relation}`,
    );
    const rows = numeric(found['rows']);
    return looked.flatMap(({ name }, index) =>
      rows - numeric(found[String(index)]) > share * rows ? [name] : [],
    );
  },
  sql(_, { columns, relation }, dropped) {
    const gone = columns.filter(({ name }) => dropped.includes(name));
    if (gone.length === 0) return `SELECT * FROM ${relation}`;
    if (gone.length === columns.length) {
      throw new StrongroomError('STEP_INVALID', 'No column would be left.', {
        expected: 'at least one column with enough values',
        next: 'Allow a larger share of missing values.',
      });
    }
    return `SELECT * EXCLUDE (${gone.map(({ name }) => identifier(name)).join(', ')}) FROM ${relation}`;
  },
});

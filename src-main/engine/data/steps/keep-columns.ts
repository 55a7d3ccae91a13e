import { keepColumns } from '../../../contract/cleaning/steps/keep-columns';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { rowColumn } from './table';

export const keepColumnsStep = implementStep(
  keepColumns,
  plain(({ columns, others }, table) => {
    const kept = new Set(columns);
    if (others === 'after') for (const { name } of table.columns) kept.add(name);
    return `SELECT ${[...kept, rowColumn].map(identifier).join(', ')} FROM ${table.relation}`;
  }),
);

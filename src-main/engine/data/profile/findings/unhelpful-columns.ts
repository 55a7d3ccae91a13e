import type { ColumnSummary } from '../../../../contract/schemas/data';
import { counted, percent } from './evidence';
import type { Finder } from './evidence';

const nearlyDistinct = 0.98;
const fewestRows = 50;
const mostlyMissing = 0.5;

const isNearlyDistinct = ({ type, distinct, missing }: ColumnSummary, rows: number): boolean =>
  type === 'category' && rows - missing >= fewestRows && distinct >= nearlyDistinct * (rows - missing);

/** Columns that name rows: a network learns them by heart and knows nothing of new ones. */
export const identifierLike: Finder = ({ profile: { columns, rows }, target }) =>
  columns
    .filter((column) => column.name !== target?.column)
    .filter((column) => column.identifier || isNearlyDistinct(column, rows))
    .map((column) => ({
      code: 'IDENTIFIER_LIKE',
      column: column.name,
      message: `"${column.name}" names rows.`,
      decidedBy: `${counted(column.distinct)} different values in ${counted(rows - column.missing)} rows${column.identifier ? ', in ascending order, as short codes, or under the name of an identifier' : `; the limit is ${percent(nearlyDistinct)}`}.`,
      next: column.identifier
        ? 'It is left out of training unless its role is set to Input.'
        : 'Set its role to Ignore unless its values come back in new rows.',
    }));

/** Columns of one value. */
export const constant: Finder = ({ profile: { columns } }) =>
  columns
    .filter((column) => column.constant)
    .map(({ name, distinct }) => ({
      code: 'CONSTANT',
      column: name,
      message: distinct === 0 ? `"${name}" is empty.` : `"${name}" has a single value.`,
      decidedBy: `${distinct === 0 ? 'No value' : 'One value'} in all rows that were read.`,
      next: 'It is left out of training: there is nothing to learn from it.',
    }));

/** Columns with more gaps than values. */
export const mostlyEmpty: Finder = ({ profile: { columns, rows } }) =>
  columns
    .filter(({ constant: isConstant, missing }) => !isConstant && rows > 0 && missing > mostlyMissing * rows)
    .map(({ name, missing }) => ({
      code: 'MOSTLY_MISSING',
      column: name,
      message: `"${name}" misses ${percent(missing / rows)} of its values.`,
      decidedBy: `${counted(missing)} of ${counted(rows)} rows have no value; the limit is ${percent(mostlyMissing)}.`,
      next: 'Ask why it is missing. Fill it in, keep it if the gap itself means something, or set its role to Ignore.',
    }));

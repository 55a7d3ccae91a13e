import type { Finding } from '../../../../contract/schemas/analysis';
import type { ColumnSummary } from '../../../../contract/schemas/data';
import { counted, percent } from './evidence';
import type { Finder } from './evidence';

const nearlyDistinct = 0.98;
const fewestRows = 50;
const mostlyMissing = 0.5;

/** Names that stand for a thing rather than measure it: patient_id, admission_no, orderNumber. */
const standsForThing = /(^|[_\-. ])(id|uuid|guid|key|no|nr|num|number)$|[a-z](ID|Id|No|Nr|Number)$/;

/** The rows of one thing may stand on several lines, as when lines were copied twice. */
const repeatsSeldom = 0.5;

const isNearlyDistinct = ({ type, distinct, missing }: ColumnSummary, rows: number): boolean =>
  type === 'category' && rows - missing >= fewestRows && distinct >= nearlyDistinct * (rows - missing);

/** Columns that number or name things, some of which come again. */
const namesThings = (
  { name, type, distinct, missing, numbers, constant: isConstant }: ColumnSummary,
  rows: number,
): boolean => {
  const present = rows - missing;
  if (isConstant || present < fewestRows || distinct < repeatsSeldom * present) return false;
  if (type === 'category' || type === 'text') return standsForThing.test(name.trim());
  if (type !== 'integer' || numbers === null) return false;
  // Numbers without a gap number something; measured ones leave gaps.
  const hasNoGap = numbers.maximum - numbers.minimum + 1 === distinct && distinct >= nearlyDistinct * present;
  return hasNoGap || standsForThing.test(name.trim());
};

/** Columns that name rows, or what rows are about: a network learns them by heart and knows nothing of new ones. */
export const identifierLike: Finder = ({ profile: { columns, rows }, target }) =>
  columns
    .filter((column) => column.name !== target?.column)
    .flatMap((column): Finding[] => {
      const { name, identifier, distinct, missing } = column;
      const values = `${counted(distinct)} different values in ${counted(rows - missing)} rows`;
      const finding = { code: 'IDENTIFIER_LIKE', column: name } as const;
      if (identifier)
        return [
          {
            ...finding,
            message: `"${name}" names rows.`,
            decidedBy: `${values}, in ascending order, as short codes, or under the name of an identifier.`,
            next: 'It is left out of training unless its role is set to Input.',
          },
        ];
      if (isNearlyDistinct(column, rows))
        return [
          {
            ...finding,
            message: `"${name}" names rows.`,
            decidedBy: `${values}; the limit is ${percent(nearlyDistinct)}.`,
            next: 'Set its role to Ignore unless its values come back in new rows.',
          },
        ];
      if (!namesThings(column, rows)) return [];
      return [
        {
          ...finding,
          message: `"${name}" names what rows are about, some more than once.`,
          decidedBy: `${values}, without gaps or under the name of an identifier; the limit is ${percent(repeatsSeldom)}.`,
          next: `Set its role to Ignore. Split by the groups of "${name}" where rows of the same one belong together, so that none is learned from and tested on.`,
        },
      ];
    });

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

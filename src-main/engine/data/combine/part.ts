import type { ColumnType } from '../../../contract/schemas/data';

export type { CombinedPart as Part } from '../../protocol';

/** A column of the combined table. */
export interface CombinedColumn {
  name: string;
  type: ColumnType;
  /** Its type in each part; null where it is not there. */
  types: (ColumnType | null)[];
}

/** Letter case tells no names apart, as in SQL. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A name that is not taken, "name" or "name (2)". */
export function untaken(wanted: string, taken: readonly { name: string }[]): string {
  let name = wanted;
  for (let copy = 2; taken.some((other) => sameName(other.name, name)); copy++)
    name = `${wanted} (${String(copy)})`;
  return name;
}

const families: Record<ColumnType, 'number' | 'date' | 'boolean' | 'text' | 'image'> = {
  integer: 'number',
  decimal: 'number',
  date: 'date',
  datetime: 'date',
  boolean: 'boolean',
  category: 'text',
  text: 'text',
  image: 'image',
};
/** Types whose values can be compared with one another. */
export const familyOf = (type: ColumnType): string => families[type];

/**
 * The type that holds the values of all: whole numbers and decimals are decimals, days and times are times, categories
 * and text are text; anything else becomes text.
 */
export function reconciled(types: readonly ColumnType[]): ColumnType {
  const [first = 'category', ...others] = new Set(types);
  if (others.length === 0) return first;
  const [family, ...more] = new Set([first, ...others].map(familyOf));
  if (more.length > 0) return 'category';
  return family === 'number' ? 'decimal' : family === 'date' ? 'datetime' : 'text';
}

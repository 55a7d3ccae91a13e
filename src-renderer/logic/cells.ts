import { columnTypes, type Cell, type ColumnType } from '../../src-main/contract';
import type { IconName } from '../components/icons';

/** How a cell is written in a table. Null is missing, and is drawn apart by the table. */
export function cellText(cell: Cell, type: ColumnType): string {
  // What stands for a picture says nothing to a person: the beginning tells two apart.
  if (type === 'image' && typeof cell === 'string') return `picture ${cell.slice(6, 14)}`;
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'number') return numberText(cell, type);
  if (type === 'datetime') return cell.replace('T', ' ').replace(/(?:\.0+)?Z?$/, '');
  return cell;
}

export const isNumeric = (type: ColumnType): boolean => type === 'integer' || type === 'decimal';

/** What the types are called, with what they mean. */
export const typeNames: Record<ColumnType, { title: string; icon: IconName; meaning: string }> = {
  integer: { title: 'Whole number', icon: 'integer', meaning: 'Numbers without decimals.' },
  decimal: { title: 'Number', icon: 'decimal', meaning: 'Numbers with decimals.' },
  boolean: { title: 'Yes or no', icon: 'boolean', meaning: 'Two values, true and false.' },
  date: { title: 'Date', icon: 'date', meaning: 'Days without a time.' },
  datetime: { title: 'Date and time', icon: 'datetime', meaning: 'Moments.' },
  category: { title: 'Category', icon: 'category', meaning: 'Words or codes that repeat.' },
  text: { title: 'Free text', icon: 'text', meaning: 'Text that hardly repeats.' },
  image: { title: 'Picture', icon: 'image', meaning: 'Pictures, which lie in files beside the table.' },
};

/** The types that a person may say a column has: pictures are found, never said. */
export const sayableTypes = columnTypes.filter((type) => type !== 'image');

/** The types that a column of this type may be treated as. */
export function possibleTypes(type: ColumnType): ColumnType[] {
  switch (type) {
    case 'integer':
      return ['integer', 'decimal', 'category'];
    case 'decimal':
      return ['decimal', 'category'];
    case 'boolean':
      return ['boolean', 'category'];
    case 'text':
    case 'category':
      return ['category', 'text'];
    case 'date':
    case 'datetime':
    case 'image':
      return [type];
  }
}

function numberText(value: number, type: ColumnType): string {
  // As in the file: a data table shows values, it does not round them.
  const text =
    type === 'integer'
      ? value.toLocaleString('en-GB', { useGrouping: false, maximumFractionDigits: 20 })
      : String(value);
  return text.replace('-', '\u2212');
}

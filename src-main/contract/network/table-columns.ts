import { networkInvalid } from './define';
import { embeddedWidth } from './inputs';
import type { NetworkContext, TableColumn } from './inputs';
import { sizesText } from './sizes';

/**
 * The columns of the table as they lie in a list of numbers that is the input of the table, or that input once its ids
 * have become learned numbers (`columnEmbedding`). Throws NETWORK_INVALID where the list is neither.
 * @param width of the list. @param title of the layer that looks at the columns.
 */
export function columnsWithin(width: number, { inputs }: NetworkContext, title: string): TableColumn[] {
  const columns = inputs.parts.find(({ kind }) => kind === 'table')?.columns ?? [];
  const raw = columns.reduce((sum, column) => sum + column.width, 0);
  if (raw === width) return columns;
  if (embeddedWidth(columns) !== width) {
    throw networkInvalid(`${title} comes right behind the input of the table.`, {
      expected: String(raw),
      received: sizesText([width]),
      next: 'Connect it to the input of the table, or to the layer Category numbers behind it.',
    });
  }
  let place = 0;
  return columns.map((column) => {
    const own = column.embedding ?? column.width;
    const moved: TableColumn = {
      name: column.name,
      place,
      width: own,
      encoding: column.encoding === 'ids' ? 'other' : column.encoding,
    };
    place += own;
    return moved;
  });
}

/** The columns that are numbers as bins, in order. */
export const binColumns = (columns: readonly TableColumn[]): TableColumn[] =>
  columns.filter(({ encoding }) => encoding === 'bins');

/**
 * How wide each column is behind `binEmbedding`: numbers as bins first, then all others.
 * @param width of the vector that a number becomes.
 */
export const embeddedChunks = (columns: readonly TableColumn[], width: number): number[] => [
  ...binColumns(columns).map(() => width),
  ...columns.filter(({ encoding }) => encoding !== 'bins').map((column) => column.width),
];

/** The columns that are scaled numbers, in order. */
export const numberColumns = (columns: readonly TableColumn[]): TableColumn[] =>
  columns.filter(({ encoding }) => encoding === 'number');

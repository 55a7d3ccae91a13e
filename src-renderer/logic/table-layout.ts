import type { Cell, Column, ColumnType, TableLook } from '../../src-main/contract';
import { cellText, isNumeric } from './cells';

const narrowest = 104;
const widest = 260;
/** What values of a type need; a decimal needs room for its sign and nine digits behind the point. */
const forValues: Record<ColumnType, number> = {
  integer: narrowest,
  decimal: 128,
  boolean: narrowest,
  date: 108,
  datetime: 168,
  category: 136,
  text: 220,
  image: 112,
};

/** Width of a character of the table's type, about; wide (East Asian) characters take two. */
const characterWidth = 8.8;

/** How wide a column is drawn, from its name and type, in pixels. Names that do not fit are cut with an ellipsis. */
export function columnWidth(name: string, type: ColumnType): number {
  let characters = 0;
  for (const character of name) characters += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 1.8 : 1;
  return Math.round(Math.min(widest, Math.max(forValues[type], 54 + characters * characterWidth)));
}

/** What a press of Alt and an arrow changes a width by. */
export const widthStep = 16;

/** How high rows are drawn: pictures need room. */
export const rowHeightOf = (columns: readonly Column[]): number =>
  columns.some(({ type }) => type === 'image') ? 56 : 28;

/** Whether a key opens the active cell: to correct it, or to enlarge a picture. */
export const opensCell = (key: string, row: number, column: Column | undefined): boolean =>
  key === 'F2' || (key === 'Enter' && row >= 0 && column?.type === 'image');

export interface CellPlace {
  /** -1 is the header. */
  row: number;
  column: number;
}

/** Where a key takes the active cell; null when the key is not one that moves. */
export function moveCell(
  place: CellPlace,
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { rows, columns, page }: { rows: number; columns: number; page: number },
): CellPlace | null {
  const { row, column } = place;
  const bounded = (nextRow: number, nextColumn: number): CellPlace => ({
    row: Math.min(Math.max(nextRow, -1), rows - 1),
    column: Math.min(Math.max(nextColumn, 0), Math.max(0, columns - 1)),
  });
  switch (key) {
    case 'ArrowUp':
      return bounded(ctrlKey ? -1 : row - 1, column);
    case 'ArrowDown':
      return bounded(ctrlKey ? rows - 1 : row + 1, column);
    case 'ArrowLeft':
      return bounded(row, ctrlKey ? 0 : column - 1);
    case 'ArrowRight':
      return bounded(row, ctrlKey ? columns - 1 : column + 1);
    case 'PageUp':
      return bounded(Math.max(0, row - page), column);
    case 'PageDown':
      return bounded(row + page, column);
    case 'Home':
      return bounded(ctrlKey ? 0 : row, 0);
    case 'End':
      return bounded(ctrlKey ? rows - 1 : row, columns - 1);
    default:
      return null;
  }
}

/** A column as it is drawn: its place in the data set, where it stands, and whether it stays in view. */
export interface PlacedColumn {
  column: Column;
  /** Its place among the columns of the data set, where its cells are. */
  source: number;
  /** Its place in the table. */
  index: number;
  left: number;
  width: number;
  numeric: boolean;
}

/** Frozen columns may take this share of the width; more would leave no room for the others. */
const mostFrozen = 0.7;
/** Room for the value before, beside the one after. */
const roomForBoth = 72;

/**
 * Where every column stands: the frozen ones first, in their own order, then the others as in the file.
 * `frozen` tells how many of them stay in view. Those in `changed` have room for what cells were before.
 */
export function placeColumns(
  columns: readonly Column[],
  { widths, frozen: frozenNames }: Pick<TableLook, 'widths' | 'frozen'>,
  room: number,
  changed?: ReadonlySet<string>,
): { placed: PlacedColumn[]; frozen: number } {
  const sources = new Map(columns.map(({ name }, source) => [name, source]));
  const first = frozenNames.flatMap((name) => sources.get(name) ?? []);
  const order = [...new Set([...first, ...columns.keys()])];
  let left = 0;
  let frozen = 0;
  const placed = order.flatMap((source, index) => {
    const column = columns[source];
    if (column === undefined) return [];
    const width =
      widths[column.name] ??
      columnWidth(column.name, column.type) + (changed?.has(column.name) ? roomForBoth : 0);
    const place = { column, source, index, left, width, numeric: isNumeric(column.type) };
    left += width;
    if (index < first.length && frozen === index && left <= mostFrozen * room) frozen = index + 1;
    return [place];
  });
  return { placed, frozen };
}

/** Of a table that is compared with the one before: the columns of that, and those whose cells may differ. */
export interface Compared {
  before: ReadonlySet<string>;
  changed: ReadonlySet<string>;
}

/** The place of the first column that is new or whose cells may differ; -1 where there is none. */
export const firstChanged = (placed: readonly PlacedColumn[], compared: Compared | undefined): number =>
  compared === undefined
    ? -1
    : placed.findIndex(({ column: { name } }) => compared.changed.has(name) || !compared.before.has(name));

/** A width in which the name and these values fit. */
export function fittingWidth({ name, type }: Column, cells: readonly Cell[]): number {
  const longest = cells.reduce<number>((most, cell) => Math.max(most, cellText(cell, type).length), 0);
  return Math.round(Math.min(800, Math.max(64, 62 + name.length * 8, 24 + longest * 8)));
}

/** Where columns of these widths begin, and the last one ends. */
export function columnEdges(widths: readonly number[]): number[] {
  const edges = [0];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width);
  return edges;
}

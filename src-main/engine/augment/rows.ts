import type { Frame, FrameColumn } from '../data/frame';
import type { ClassRows } from './method';

/** A column of chosen rows, in the order given; a row may come more than once. */
function takeColumn(column: FrameColumn, places: Int32Array): FrameColumn {
  switch (column.kind) {
    case 'number':
      return { ...column, values: Float32Array.from(places, (place) => column.values[place] ?? Number.NaN) };
    case 'text':
    case 'image':
      return { ...column, codes: Uint32Array.from(places, (place) => column.codes[place] ?? 0) };
    case 'moment':
      return { ...column, values: Float64Array.from(places, (place) => column.values[place] ?? Number.NaN) };
  }
}

/** Chosen rows as a frame of their own. */
export const takePlaces = ({ columns }: Frame, places: Int32Array): Frame => ({
  rows: places.length,
  columns: columns.map((column) => takeColumn(column, places)),
});

/** Chosen rows with what is known of them. Copies of a row that was made count as made from the same row. */
export const takeClassRows = (
  { frame, classes, origin, base }: ClassRows,
  places: Int32Array,
): ClassRows => ({
  frame: takePlaces(frame, places),
  classes: places.map((place) => classes[place] ?? -1),
  origin: places.map((place) => origin[place] ?? -1),
  base: places.map((place) => base[place] ?? -1),
});

/** The values of a column and then those of another of its kind. */
function appendColumns(column: FrameColumn, more: FrameColumn): FrameColumn {
  if ('codes' in column && 'codes' in more && column.kind === more.kind) {
    const codes = new Uint32Array(column.codes.length + more.codes.length);
    codes.set(column.codes);
    codes.set(more.codes, column.codes.length);
    return { ...column, codes };
  }
  if (column.kind === 'number' && more.kind === 'number') {
    const values = new Float32Array(column.values.length + more.values.length);
    values.set(column.values);
    values.set(more.values, column.values.length);
    return { ...column, values };
  }
  if (column.kind === 'moment' && more.kind === 'moment') {
    const values = new Float64Array(column.values.length + more.values.length);
    values.set(column.values);
    values.set(more.values, column.values.length);
    return { ...column, values };
  }
  throw new TypeError(`The columns ${column.name} differ in kind.`);
}

function joined(first: Int32Array, second: Int32Array): Int32Array {
  const all = new Int32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Rows and then others of the same columns. */
export const appendRows = (
  rows: ClassRows,
  made: Pick<ClassRows, 'frame' | 'classes' | 'origin' | 'base'>,
): ClassRows => ({
  frame: {
    rows: rows.frame.rows + made.frame.rows,
    columns: rows.frame.columns.map((column, place) => {
      const more = made.frame.columns[place];
      if (more === undefined) throw new TypeError(`The rows that were made lack ${column.name}.`);
      return appendColumns(column, more);
    }),
  },
  classes: joined(rows.classes, made.classes),
  origin: joined(rows.origin, made.origin),
  base: joined(rows.base, made.base),
});

/** The places of the rows of each class. */
export function placesByClass(classes: Int32Array): Int32Array[] {
  const count = classes.reduce((most, code) => Math.max(most, code + 1), 0);
  return Array.from({ length: count }, (_, wanted) => {
    const places = new Int32Array(classes.reduce((sum, code) => sum + (code === wanted ? 1 : 0), 0));
    let next = 0;
    classes.forEach((code, place) => {
      if (code === wanted) places[next++] = place;
    });
    return places;
  });
}

/** How many rows each class lacks to have `ratio` of the biggest one; none for classes without rows. */
export function lacking(byClass: readonly Int32Array[], ratio: number): number[] {
  const biggest = Math.max(0, ...byClass.map(({ length }) => length));
  return byClass.map(({ length }) => (length === 0 ? 0 : Math.max(0, Math.round(ratio * biggest) - length)));
}

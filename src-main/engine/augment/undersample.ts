import type { RowMethod } from './method';
import { placesByClass, takeClassRows } from './rows';

/** Leaves out rows of large classes by chance, until the smallest class has `ratio` of the rows of each other. */
export const undersample: RowMethod<'undersample'> = async (rows, { ratio }, { random }) => {
  const byClass = placesByClass(rows.classes);
  const smallest = Math.min(...byClass.flatMap(({ length }) => (length === 0 ? [] : [length])));
  const most = Math.round(smallest / ratio);
  const left = new Set(byClass.flatMap((places) => [...random.shuffle(places.slice()).subarray(most)]));
  const kept = new Int32Array(rows.frame.rows).map((_, place) => place).filter((place) => !left.has(place));
  return takeClassRows(rows, kept);
};

import type { RowMethod } from './method';
import { appendRows, lacking, placesByClass, takeClassRows } from './rows';

/** Copies rows of small classes, drawn with replacement, until each class has `ratio` of the biggest one's rows. */
export const oversample: RowMethod<'oversample'> = async (rows, { ratio }, { random }) => {
  const byClass = placesByClass(rows.classes);
  const drawn = lacking(byClass, ratio).flatMap((count, code) => {
    const places = byClass[code] ?? new Int32Array(0);
    return Array.from({ length: count }, () => places[random.below(places.length)] ?? 0);
  });
  return appendRows(rows, takeClassRows(rows, Int32Array.from(drawn)));
};

import type { Frame } from '../data/frame';

/**
 * Rows as points: numbers and moments in standard deviations of their column, the median where one is missing;
 * categories by whether they are the same.
 */
export interface Space {
  rows: number;
  numbers: readonly Float64Array[];
  categories: readonly Uint32Array[];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Population standard deviation; 0 for no values. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length));
}

/** @param inputs the columns that count. */
export function spaceOf({ rows, columns }: Frame, inputs: readonly string[]): Space {
  const numbers: Float64Array[] = [];
  const categories: Uint32Array[] = [];
  for (const column of columns) {
    // How near two pictures are is told by no number.
    if (!inputs.includes(column.name) || column.kind === 'image') continue;
    if (column.kind === 'text') {
      categories.push(column.codes);
      continue;
    }
    const values = Float64Array.from(column.values);
    const present = Array.from(values.filter(Number.isFinite));
    const deviation = deviationOf(present);
    const fill = median(present);
    // A column of one value tells no rows apart.
    const scale = deviation > 0 ? deviation : 1;
    numbers.push(values.map((value) => (Number.isFinite(value) ? value : fill) / scale));
  }
  return { rows, numbers, categories };
}

/**
 * What a category that differs adds to the square of a distance: the square of the median of the standard deviations of
 * the numbers among some rows (SMOTE-NC; Chawla and others, 2002, section 6.1). 1 where there is no number.
 */
export function categoryPenalty({ numbers }: Space, places: Int32Array): number {
  if (numbers.length === 0) return 1;
  return median(numbers.map((values) => deviationOf(Array.from(places, (place) => values[place] ?? 0)))) ** 2;
}

/** The square of the distance of two rows. */
export function distance({ numbers, categories }: Space, penalty: number, a: number, b: number): number {
  let sum = 0;
  for (const values of numbers) sum += ((values[a] ?? 0) - (values[b] ?? 0)) ** 2;
  for (const codes of categories) if (codes[a] !== codes[b]) sum += penalty;
  return sum;
}

/** The `count` nearest of some rows to a row, nearest first, without itself; the earlier row where two are as near. */
export function nearest(
  space: Space,
  penalty: number,
  row: number,
  candidates: Int32Array,
  count: number,
): Int32Array {
  const places: number[] = [];
  const distances: number[] = [];
  for (const other of candidates) {
    if (other === row) continue;
    const away = distance(space, penalty, row, other);
    if (places.length === count && away >= (distances[count - 1] ?? Infinity)) continue;
    let at = places.length;
    while (at > 0 && (distances[at - 1] ?? 0) > away) at -= 1;
    places.splice(at, 0, other);
    distances.splice(at, 0, away);
    if (places.length > count) {
      places.pop();
      distances.pop();
    }
  }
  return Int32Array.from(places);
}

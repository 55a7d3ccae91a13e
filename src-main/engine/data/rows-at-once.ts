/** Numbers of rows that are worked on together, 16 MiB of float32; what layers make of them may be some ten times as much. */
const mostNumbers = 2 ** 22;
const fewest = 16;

/** How many rows of so many numbers are worked on at a time, so that pictures take no more memory than tables. */
export const rowsAtOnce = (width: number, most: number): number =>
  Math.max(Math.min(fewest, most), Math.min(most, Math.floor(mostNumbers / Math.max(1, width))));

import type { BatchMethod } from './method';

/**
 * Gives features by chance the values that another row of the batch has, so that each column keeps its distribution.
 * All values are those before the batch was changed.
 */
export const swapNoise: BatchMethod<'swap-noise'> = ({ x, rows, width }, { share }, { random, features }) => {
  const before = x.slice(0, rows * width);
  for (let row = 0; row < rows; row++) {
    for (const { start, end } of features) {
      if (random.next() >= share) continue;
      const other = random.below(rows);
      x.set(before.subarray(other * width + start, other * width + end), row * width + start);
    }
  }
};

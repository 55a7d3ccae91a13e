import type { BatchMethod } from './method';

/** Adds normal noise to numbers: `deviation` times the standard deviation of their column. */
export const noise: BatchMethod<'noise'> = ({ x, rows, width }, { deviation }, { random, spread }) => {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const scale = spread[column] ?? 0;
      if (scale === 0) continue;
      const place = row * width + column;
      x[place] = (x[place] ?? 0) + deviation * scale * random.normal();
    }
  }
};

import type { BatchMethod } from './method';

/** Hides features by chance: all their columns become 0, the middle of a scaled number and no category at all. */
export const featureDropout: BatchMethod<'feature-dropout'> = (
  { x, rows, width },
  { share },
  { random, features },
) => {
  for (let row = 0; row < rows; row++) {
    for (const { start, end } of features) {
      if (random.next() < share) x.fill(0, row * width + start, row * width + end);
    }
  }
};

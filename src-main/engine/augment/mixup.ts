import type { NetworkInputs } from '../../contract/network';
import type { Random } from '../random';
import type { BatchMethod } from './method';

/**
 * A number from the gamma distribution of scale 1 (Marsaglia and Tsang, 2000; for shapes below 1 by way of shape + 1).
 */
export function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.next()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A number from the beta distribution of two equal parameters. */
export function beta(alpha: number, random: Random): number {
  const a = gamma(alpha, random);
  const b = gamma(alpha, random);
  // Both can underflow for a tiny alpha, where all of the mass is at the ends.
  return a + b > 0 ? a / (a + b) : random.below(2);
}

/** Columns that hold ids of categories or of pieces of words. */
function idColumns({ parts }: NetworkInputs): Set<number> {
  return new Set(
    parts.flatMap(({ kind, stretches, columns }) => {
      const start = stretches[0]?.place ?? 0;
      if (kind !== 'tokens') {
        return columns.flatMap(({ encoding, place }) => (encoding === 'ids' ? [start + place] : []));
      }
      return Array.from({ length: stretches[0]?.width ?? 0 }, (_, place) => start + place);
    }),
  );
}

/**
 * Mixup (Zhang and others, 2018): each row becomes lambda of itself and 1 - lambda of another row of the batch, and so
 * does what it should predict; one lambda from Beta(alpha, alpha) a batch, as in the authors' program.
 */
export const mixup: BatchMethod<'mixup'> = (
  { x, y, rows, width, targets },
  { alpha },
  { random, inputs },
) => {
  const lambda = beta(alpha, random);
  const partners = random.shuffle(new Int32Array(rows).map((_, row) => row));
  const ids = idColumns(inputs);
  const mix = (values: Float32Array, columns: number, whole: ReadonlySet<number>): void => {
    const before = values.slice(0, rows * columns);
    for (let row = 0; row < rows; row++) {
      const other = (partners[row] ?? row) * columns;
      for (let column = 0; column < columns; column++) {
        const own = before[row * columns + column] ?? 0;
        const others = before[other + column] ?? 0;
        // There is nothing between two ids: the one with the larger share stays.
        const share = whole.has(column) ? Math.round(lambda) : lambda;
        values[row * columns + column] = share * own + (1 - share) * others;
      }
    }
  };
  mix(x, width, ids);
  mix(y, targets, new Set());
};

import { z } from 'zod';

/** How one column is compared. */
export const comparedSchema = z.object({
  name: z.string(),
  /** Numbers by their distance in standard deviations, anything else by being equal. */
  measured: z.boolean(),
  mean: z.number(),
  deviation: z.number(),
});
export type Compared = z.output<typeof comparedSchema>;

/** A cell that rows are compared by: a number in standard deviations, or a text. */
export type Trait = number | string | null;

export interface NeighbourChoice {
  neighbours: number;
  weights: 'uniform' | 'distance';
}

/**
 * Distance of two rows: Euclidean over the columns that both have, as if the others differed as much on average
 * (scikit-learn's nan_euclidean_distances); unequal texts count 1, as in Gower (1971). NaN where they share no column.
 */
export function distance(one: readonly Trait[], other: readonly Trait[]): number {
  let sum = 0;
  let shared = 0;
  for (let index = 0; index < one.length; index++) {
    const a = one[index];
    const b = other[index];
    if (a === null || b === null || a === undefined || b === undefined) continue;
    shared += 1;
    if (typeof a === 'number' && typeof b === 'number') sum += (a - b) * (a - b);
    else if (a !== b) sum += 1;
  }
  return Math.sqrt((sum * one.length) / shared);
}

/** Indices of the nearest donors that have a value, nearest first, with their distances. */
export function nearest(
  distances: Float64Array,
  hasValue: (donor: number) => boolean,
  count: number,
): { donor: number; distance: number }[] {
  const best: { donor: number; distance: number }[] = [];
  for (let donor = 0; donor < distances.length; donor++) {
    const far = distances[donor] ?? NaN;
    if (Number.isNaN(far) || !hasValue(donor)) continue;
    const last = best[best.length - 1];
    if (best.length === count && last !== undefined && far >= last.distance) continue;
    let place = best.length;
    while (place > 0 && (best[place - 1]?.distance ?? 0) > far) place -= 1;
    best.splice(place, 0, { donor, distance: far });
    if (best.length > count) best.pop();
  }
  return best;
}

/** The weight of each neighbour: as scikit-learn, one at distance zero leaves no say to the others. */
export function weightsOf(found: readonly { distance: number }[], weights: 'uniform' | 'distance'): number[] {
  if (weights === 'uniform') return found.map(() => 1);
  const isSame = found.some(({ distance: far }) => far === 0);
  return found.map(({ distance: far }) => (isSame ? Number(far === 0) : 1 / far));
}

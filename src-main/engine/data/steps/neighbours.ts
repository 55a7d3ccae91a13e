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

/** A cell as it is kept: a number, or the text of anything else. */
export type RawCell = number | string | null;

export interface Neighbour {
  donor: number;
  distance: number;
}

/**
 * Rows that values are taken from, in one piece of numbers: those that are measured in standard deviations, texts as
 * numbers of their own, what is missing as NaN.
 */
export class Donors {
  private readonly width: number;
  private readonly cells: Float64Array;
  private readonly codes = new Map<string, number>();
  /** Places of the columns, measured ones first, so that no cell has to be asked of what kind it is. */
  private readonly places: readonly number[];
  private readonly measured: number;
  private readonly own: Float64Array;

  constructor(
    private readonly compared: readonly Compared[],
    rows: readonly (readonly RawCell[])[],
  ) {
    const places = compared.map((_, place) => place);
    const isMeasured = (place: number): boolean => compared[place]?.measured === true;
    this.width = compared.length;
    this.places = [...places.filter(isMeasured), ...places.filter((place) => !isMeasured(place))];
    this.measured = places.filter(isMeasured).length;
    this.cells = new Float64Array(rows.length * this.width);
    this.own = new Float64Array(this.width);
    rows.forEach((row, donor) => {
      this.write(row, this.cells.subarray(donor * this.width, (donor + 1) * this.width), true);
    });
  }

  private write(row: readonly RawCell[], into: Float64Array, isDonor: boolean): void {
    this.places.forEach((place, index) => {
      const value = row[place] ?? null;
      const column = this.compared[place];
      if (value === null || column === undefined) into[index] = NaN;
      else if (typeof value === 'number') {
        into[index] = column.deviation > 0 ? (value - column.mean) / column.deviation : 0;
      } else {
        const code = this.codes.get(value) ?? (isDonor ? this.codes.size : -1);
        if (isDonor) this.codes.set(value, code);
        into[index] = code;
      }
    });
  }

  /**
   * The nearest of some donors, nearest first. The distance of two rows is Euclidean over the columns that both have, as if
   * the others differed as much on average (scikit-learn's nan_euclidean_distances); unequal texts count 1, as in Gower
   * (1971). Donors that share no column with the row are passed over.
   */
  nearest(row: readonly RawCell[], among: Int32Array, count: number): Neighbour[] {
    this.write(row, this.own, false);
    const { own, cells, width, measured } = this;
    const best: { donor: number; square: number }[] = [];
    let worst = Infinity;
    for (const donor of among) {
      const start = donor * width;
      let sum = 0;
      let shared = 0;
      let index = 0;
      // The square of the distance is never less than the sum so far, so most donors are out after a few columns.
      for (; index < measured && sum <= worst; index++) {
        const difference = (own[index] ?? NaN) - (cells[start + index] ?? NaN);
        if (Number.isNaN(difference)) continue;
        sum += difference * difference;
        shared += 1;
      }
      for (; index < width && sum <= worst; index++) {
        const difference = (own[index] ?? NaN) - (cells[start + index] ?? NaN);
        if (Number.isNaN(difference)) continue;
        if (difference !== 0) sum += 1;
        shared += 1;
      }
      if (sum > worst || shared === 0) continue;
      const square = (sum * width) / shared;
      if (square >= worst) continue;
      let place = best.length;
      while (place > 0 && (best[place - 1]?.square ?? 0) > square) place -= 1;
      best.splice(place, 0, { donor, square });
      if (best.length > count) best.pop();
      if (best.length === count) worst = best[count - 1]?.square ?? Infinity;
    }
    return best.map(({ donor, square }) => ({ donor, distance: Math.sqrt(square) }));
  }
}

/** The weight of each neighbour: as scikit-learn, one at distance zero leaves no say to the others. */
export function weightsOf(found: readonly Neighbour[], weights: 'uniform' | 'distance'): number[] {
  if (weights === 'uniform') return found.map(() => 1);
  const isSame = found.some(({ distance }) => distance === 0);
  return found.map(({ distance }) => (isSame ? Number(distance === 0) : 1 / distance));
}

import { chooseRows } from '../data/sample-rows';
import type { Random } from '../random';
import { makeRows, type Way } from './between';
import type { ClassRows, RowMethod, RowSetting } from './method';
import { categoryPenalty, nearest, spaceOf, type Space } from './neighbours';
import { appendRows, lacking, placesByClass } from './rows';

/** Neighbours are sought among so many rows at most, chosen by the seed: comparing takes time by their number. */
export const mostCandidates = 4_000;
/** Rows that are compared between two pauses. */
const betweenPauses = 32;

/** Some of the rows, or all where they are few. */
export function someOf(places: Int32Array, most: number, random: Random): Int32Array {
  if (places.length <= most) return places;
  return chooseRows(places.length, most, random).map((place) => places[place] ?? 0);
}

/** The nearest rows of each row asked for, found once. */
export class Neighbourhood {
  private readonly found = new Map<number, Int32Array>();
  private sought = 0;

  constructor(
    private readonly space: Space,
    private readonly penalty: number,
    private readonly candidates: Int32Array,
    private readonly count: number,
    private readonly pause: () => Promise<void>,
  ) {}

  async of(row: number): Promise<Int32Array> {
    const known = this.found.get(row);
    if (known !== undefined) return known;
    this.sought += 1;
    if (this.sought % betweenPauses === 0) await this.pause();
    const own = nearest(this.space, this.penalty, row, this.candidates, this.count);
    this.found.set(row, own);
    return own;
  }
}

/** The rows with those that were made on some ways, all of one class each. */
export function withMade(rows: ClassRows, ways: readonly Way[], { inputs }: RowSetting): ClassRows {
  const places = Int32Array.from(ways, (way) => way.base);
  return appendRows(rows, {
    frame: makeRows(rows.frame, ways, inputs),
    classes: places.map((place) => rows.classes[place] ?? -1),
    origin: new Int32Array(ways.length).fill(-1),
    base: places.map((place) => Math.max(rows.origin[place] ?? -1, rows.base[place] ?? -1)),
  });
}

/**
 * SMOTE (Chawla and others, 2002): a new row lies on the line between a row of a small class, drawn by chance, and one
 * of its nearest rows of the same class; numbers by a share that is uniform in [0, 1), categories as most of these
 * neighbours have them (SMOTE-NC). Each class comes to `ratio` of the rows of the biggest one.
 */
export const smote: RowMethod<'smote'> = async (rows, { ratio, neighbours: count }, setting) => {
  const { random, inputs, pause, warn } = setting;
  const byClass = placesByClass(rows.classes);
  const space = spaceOf(rows.frame, inputs);
  const ways: Way[] = [];
  for (const [code, wanted] of lacking(byClass, ratio).entries()) {
    const places = byClass[code] ?? new Int32Array(0);
    if (wanted === 0) continue;
    if (places.length < 2) {
      warn('A class with a single row has no neighbours: no rows of it were made.');
      continue;
    }
    const candidates = someOf(places, mostCandidates, random);
    const near = new Neighbourhood(space, categoryPenalty(space, places), candidates, count, pause);
    for (let made = 0; made < wanted; made++) {
      const base = places[random.below(places.length)] ?? 0;
      const neighbours = await near.of(base);
      const toward = neighbours[random.below(neighbours.length)] ?? base;
      ways.push({ base, toward, share: random.next(), neighbours });
    }
  }
  return withMade(rows, ways, setting);
};

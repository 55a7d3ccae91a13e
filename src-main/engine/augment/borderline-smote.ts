import type { Way } from './between';
import type { RowMethod } from './method';
import { categoryPenalty, spaceOf } from './neighbours';
import { lacking, placesByClass } from './rows';
import { mostCandidates, Neighbourhood, someOf, withMade } from './smote';

/** Rows of all classes among which it is seen what lies at a border. */
const mostSurroundings = 20_000;

/**
 * Whether a row is at the border of its class: at least half of its nearest rows are of other classes, and not all,
 * for then it is noise (Han, Wang and Mao, 2005, step 2).
 */
export function isAtBorder(neighbours: Int32Array, classes: Int32Array, own: number): boolean {
  const others = neighbours.filter((place) => classes[place] !== own).length;
  return others >= neighbours.length / 2 && others < neighbours.length;
}

/**
 * Borderline-SMOTE (Han, Wang and Mao, 2005): as SMOTE, but only rows at the border of their class are begun from.
 * Variant 2 also goes from them towards the nearest rows of other classes, at most half the way, every other time.
 */
export const borderlineSmote: RowMethod<'borderline-smote'> = async (rows, settings, setting) => {
  const { random, inputs, pause, warn } = setting;
  const { ratio, neighbours: count, borderNeighbours, variant } = settings;
  const byClass = placesByClass(rows.classes);
  const space = spaceOf(rows.frame, inputs);
  const labelled = new Int32Array(rows.frame.rows)
    .map((_, place) => place)
    .filter((place) => (rows.classes[place] ?? -1) >= 0);
  const ways: Way[] = [];
  for (const [code, wanted] of lacking(byClass, ratio).entries()) {
    if (wanted === 0) continue;
    const places = byClass[code] ?? new Int32Array(0);
    const penalty = categoryPenalty(space, places);
    const surroundings = someOf(labelled, mostSurroundings, random);
    const around = new Neighbourhood(space, penalty, surroundings, borderNeighbours, pause);
    const border: number[] = [];
    for (const place of places) {
      if (isAtBorder(await around.of(place), rows.classes, code)) border.push(place);
    }
    if (border.length === 0 || places.length < 2) {
      warn('A small class has no rows at its border: no rows of it were made.');
      continue;
    }
    const own = new Neighbourhood(space, penalty, someOf(places, mostCandidates, random), count, pause);
    const others = surroundings.filter((place) => rows.classes[place] !== code);
    const opposite = new Neighbourhood(space, penalty, others, count, pause);
    for (let made = 0; made < wanted; made++) {
      const base = border[random.below(border.length)] ?? 0;
      const neighbours = await own.of(base);
      const isAcross = variant === 2 && made % 2 === 1 && others.length > 0;
      const goals = isAcross ? await opposite.of(base) : neighbours;
      const toward = goals[random.below(goals.length)] ?? base;
      ways.push({ base, toward, share: random.next() * (isAcross ? 0.5 : 1), neighbours });
    }
  }
  return withMade(rows, ways, setting);
};

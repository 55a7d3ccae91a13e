import type { Cuts, ThresholdSettings } from '../../contract/schemas/class-decision';
import { mostProbable } from './predict';

/** The most thresholds that are kept. */
const mostCuts = 200;

/** Chooses a class for each row. @param threshold see ClassDecision; null for the most probable class. */
export function decide(
  scores: ArrayLike<number>,
  width: number,
  threshold: number | null | undefined,
): Int32Array {
  if (threshold === null || threshold === undefined || width !== 2) return mostProbable(scores, width);
  return Int32Array.from({ length: scores.length / 2 }, (_, row) =>
    Number((scores[2 * row + 1] ?? 0) >= threshold),
  );
}

/** What a threshold decides on rows of two classes. */
export interface Outcomes {
  truePositives: number;
  falsePositives: number;
  positives: number;
  negatives: number;
}

/** How good a threshold is; higher is better. */
const worth: {
  [Rule in 'f1' | 'youden' | 'cost']: (o: Outcomes, s: ThresholdSettings & { rule: Rule }) => number;
} = {
  f1: ({ truePositives, falsePositives, positives }) =>
    (2 * truePositives) / Math.max(1, truePositives + falsePositives + positives),
  youden: ({ truePositives, falsePositives, positives, negatives }) =>
    truePositives / Math.max(1, positives) - falsePositives / Math.max(1, negatives),
  cost: ({ truePositives, falsePositives, positives }, { falseAlarm, miss }) =>
    -(falseAlarm * falsePositives + miss * (positives - truePositives)),
};

function worthOf(outcomes: Outcomes, settings: ThresholdSettings): number {
  switch (settings.rule) {
    case 'f1':
      return worth.f1(outcomes, settings);
    case 'youden':
      return worth.youden(outcomes, settings);
    case 'cost':
      return worth.cost(outcomes, settings);
    default:
      return 0;
  }
}

/**
 * What every threshold would decide, from the highest probability down, rows of one probability together.
 * @param positive by row. @param probability of the second class, by row. @returns thresholds that are the
 * probabilities of rows; the first is above all.
 */
export function allCuts(positive: (row: number) => boolean, probability: ArrayLike<number>): Cuts {
  const order = Uint32Array.from({ length: probability.length }, (_, row) => row).sort(
    (a, b) => (probability[b] ?? 0) - (probability[a] ?? 0),
  );
  const points: Cuts['points'] = [[1, 0, 0]];
  let [found, alarms] = [0, 0];
  order.forEach((row, place) => {
    if (positive(row)) found += 1;
    else alarms += 1;
    const value = probability[row] ?? 0;
    const next = order[place + 1];
    if (next === undefined || probability[next] !== value) points.push([value, found, alarms]);
  });
  return { positives: found, negatives: alarms, points };
}

/** The same with fewer points, the first and the last among them. */
export function thinnedCuts({ points, ...totals }: Cuts): Cuts {
  if (points.length <= mostCuts) return { ...totals, points };
  const step = (points.length - 1) / (mostCuts - 1);
  return {
    ...totals,
    points: Array.from({ length: mostCuts }, (_, place) => points[Math.round(place * step)] ?? [0, 0, 0]),
  };
}

/** Rounded to what float32 holds, so that every run time compares with the same number. */
const inside = (value: number): number => Math.fround(Math.min(0.999999, Math.max(0.000001, value)));

/**
 * The threshold that a rule finds on rows of two classes: in the middle between the probabilities of two rows; of several
 * that are as good, the one next to a half. Null for the rule that has none.
 */
export function thresholdBy(settings: ThresholdSettings, { points, ...totals }: Cuts): number | null {
  if (settings.rule === 'half') return null;
  if (settings.rule === 'hand') return inside(settings.threshold);
  let best: { threshold: number; worth: number } | null = null;
  for (const [place, [probability, truePositives, falsePositives]] of points.entries()) {
    const threshold =
      place === 0 ? (1 + (points[1]?.[0] ?? 1)) / 2 : (probability + (points[place + 1]?.[0] ?? 0)) / 2;
    const worth = worthOf({ truePositives, falsePositives, ...totals }, settings);
    const isNearer = best !== null && Math.abs(threshold - 0.5) < Math.abs(best.threshold - 0.5);
    if (best === null || worth > best.worth || (worth === best.worth && isNearer))
      best = { threshold, worth };
  }
  return best === null ? null : inside(best.threshold);
}

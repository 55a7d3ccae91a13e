/** One threshold of a ranking: how many positive and negative rows score at least as much. */
export interface RankingStep {
  truePositives: number;
  falsePositives: number;
}

/**
 * Counts from the highest score down, rows of equal score together, beginning at none: the corners of the ROC curve.
 * @param isPositive by row. @param score by row, higher means more likely positive.
 */
export function rankingSteps(
  isPositive: (row: number) => boolean,
  score: (row: number) => number,
  rows: number,
): RankingStep[] {
  const scores = Float64Array.from({ length: rows }, (_, row) => score(row));
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const steps: RankingStep[] = [{ truePositives: 0, falsePositives: 0 }];
  let truePositives = 0;
  let falsePositives = 0;
  order.forEach((row, place) => {
    if (isPositive(row)) truePositives += 1;
    else falsePositives += 1;
    const next = order[place + 1];
    if (next === undefined || scores[next] !== scores[row]) steps.push({ truePositives, falsePositives });
  });
  return steps;
}

/**
 * Area under the ROC curve by trapezoids, which gives ties half of their weight (Mann and Whitney). Null when all
 * rows are of one side. The counts are whole numbers, so nothing is rounded before the last division.
 */
export function areaUnderRoc(steps: RankingStep[]): number | null {
  const last = steps.at(-1);
  if (last === undefined || last.truePositives === 0 || last.falsePositives === 0) return null;
  let twice = 0;
  for (let i = 1; i < steps.length; i++) {
    const before = steps[i - 1];
    const here = steps[i];
    if (before === undefined || here === undefined) continue;
    twice += (here.falsePositives - before.falsePositives) * (here.truePositives + before.truePositives);
  }
  return twice / (2 * last.truePositives * last.falsePositives);
}

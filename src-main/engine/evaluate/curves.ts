import type { Evaluation } from '../../contract/schemas/runs';
import { Random } from '../random';
import type { ClassifiedRows, MeasuredRows } from './metrics';
import { areaUnderRoc, rankingSteps } from './ranking';

/** As many points of a ROC curve as a picture can show. */
const mostPoints = 200;
/** As many dots of a scatter plot as can be told apart. */
const mostDots = 2000;

/** Evenly spaced members of a list, the first and the last always among them. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => items[Math.round(i * step)]).filter(
    (item) => item !== undefined,
  );
}

/** counts[actual][predicted]; rows of classes that training never saw are in none of its cells. */
export function confusionMatrix({ classes, actual, predicted }: ClassifiedRows): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let row = 0; row < actual.length; row++) {
    const line = counts[actual[row] ?? -1];
    const column = predicted[row] ?? -1;
    if (line !== undefined) line[column] = (line[column] ?? 0) + 1;
  }
  return counts;
}

/** One curve a class, [false positive rate, true positive rate]; classes without a curve are left out. */
export function rocCurves(names: readonly string[], rows: ClassifiedRows): NonNullable<Evaluation['roc']> {
  const positives = names.length === 2 ? [1] : names.map((_, index) => index);
  return positives.flatMap((positive) => {
    const steps = rankingSteps(
      (row) => rows.actual[row] === positive,
      (row) => rows.probabilities[row * rows.classes + positive] ?? 0,
      rows.actual.length,
    );
    const auc = areaUnderRoc(steps);
    const last = steps.at(-1);
    if (auc === null || last === undefined) return [];
    const points = thin(steps, mostPoints).map(({ falsePositives, truePositives }): [number, number] => [
      falsePositives / last.falsePositives,
      truePositives / last.truePositives,
    ]);
    return [{ class: names[positive] ?? '', auc, points }];
  });
}

/** [actual, predicted] of all rows, or of a sample that is the same each time. */
export function scatterPoints({ actual, predicted }: MeasuredRows): [number, number][] {
  const all = Uint32Array.from({ length: actual.length }, (_, row) => row);
  const chosen =
    all.length <= mostDots ? all : new Random(1, 'scatter').shuffle(all).slice(0, mostDots).sort();
  return Array.from(chosen, (row): [number, number] => [actual[row] ?? 0, predicted[row] ?? 0]);
}

import { StrongroomError } from '../../contract/errors';
import type { Cuts } from '../../contract/schemas/class-decision';
import type { Evaluation, Metrics } from '../../contract/schemas/runs';
import type { Fitted } from '../features/fitted';
import { baselineScores } from './baseline';
import { confusionMatrix, rocCurves, scatterPoints } from './curves';
import { classificationMetrics, regressionMetrics } from './metrics';
import type { ClassifiedRows, MeasuredRows } from './metrics';
import { logLoss } from './metrics/log-loss';
import { rmse } from './metrics/rmse';
import { reliabilityOf } from './reliability';
import { allCuts, decide, thinnedCuts } from './threshold';

export type ScoredRows =
  { kind: 'number'; rows: MeasuredRows } | { kind: 'classes'; names: string[]; rows: ClassifiedRows };

/**
 * Puts answers beside what is true, leaving out rows without a finite target.
 * @param target raw, see `hostTarget`. @param scores [rows, scoreWidth]. Throws TOO_FEW_ROWS when none is left.
 */
export function scoredRows(fitted: Fitted, target: Float32Array, scores: ArrayLike<number>): ScoredRows {
  const width = scores.length / target.length;
  const kept = new Int32Array(target.length)
    .map((_, row) => row)
    .filter((row) => Number.isFinite(target[row]));
  if (kept.length === 0) {
    throw new StrongroomError(
      'TOO_FEW_ROWS',
      `No row has a value in ${fitted.target.column} to compare with.`,
      {
        expected: 'at least one row with a value in the column to predict',
        received: `${target.length} rows, none with a value`,
        next: 'Give a file that carries the column to predict.',
      },
    );
  }
  const actual = Float64Array.from(kept, (row) => target[row] ?? 0);
  const values = new Float64Array(kept.length * width);
  kept.forEach((row, place) => {
    for (let k = 0; k < width; k++) values[place * width + k] = scores[row * width + k] ?? 0;
  });
  if (fitted.target.kind === 'number') return { kind: 'number', rows: { actual, predicted: values } };
  return {
    kind: 'classes',
    names: fitted.target.classes,
    rows: {
      classes: width,
      actual,
      predicted: decide(values, width, fitted.target.threshold),
      probabilities: values,
    },
  };
}

export function metricsOf(scored: ScoredRows): Metrics {
  return scored.kind === 'number' ? regressionMetrics(scored.rows) : classificationMetrics(scored.rows);
}

/** What every threshold decides on rows of two classes. */
export const cutsOf = ({ actual, probabilities }: ClassifiedRows): Cuts =>
  allCuts(
    (row) => actual[row] === 1,
    Float64Array.from(actual, (_, row) => probabilities[2 * row + 1] ?? 0),
  );

/** One number to compare answers by, lower is better: the log loss for classes, the RMSE for numbers. */
export function evaluateLoss(fitted: Fitted, target: Float32Array, scores: ArrayLike<number>): number {
  const scored = scoredRows(fitted, target, scores);
  return scored.kind === 'number' ? rmse.compute(scored.rows) : logLoss.compute(scored.rows);
}

/** Everything that is shown of scored rows. @param baseline see `fitBaseline`. */
export function evaluate(
  fitted: Fitted,
  target: Float32Array,
  scores: ArrayLike<number>,
  baseline: readonly number[],
  importance: Evaluation['importance'],
): Evaluation {
  const scored = scoredRows(fitted, target, scores);
  const simplest = scoredRows(fitted, target, baselineScores(baseline, target.length));
  const classes = scored.kind === 'classes' ? scored : null;
  return {
    rows: scored.rows.actual.length,
    metrics: metricsOf(scored),
    baseline: metricsOf(simplest),
    classes: classes?.names ?? null,
    confusion: classes === null ? null : confusionMatrix(classes.rows),
    roc: classes === null ? null : rocCurves(classes.names, classes.rows),
    scatter: scored.kind === 'number' ? scatterPoints(scored.rows) : null,
    importance,
    ...(classes === null ? {} : { reliability: reliabilityOf(classes.names, classes.rows) }),
    ...(classes === null || classes.names.length !== 2 ? {} : { cuts: thinnedCuts(cutsOf(classes.rows)) }),
  };
}

import type { Run } from '../../src-main/contract';
import { isClassification } from './scores';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard error of a mean. */
function errorOfMean(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Of a share of n rows: the root of p (1 - p) / n; not zero for a share of all or of none (Agresti and Coull, 1998). */
function errorOfShare(share: number, rows: number): number {
  const adjusted = (share * rows + 2) / (rows + 4);
  return Math.sqrt((adjusted * (1 - adjusted)) / (rows + 4));
}

/** Of the area under a ROC curve (Hanley and McNeil, 1982). */
export function errorOfArea(area: number, positives: number, negatives: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const spread =
    area * (1 - area) + (positives - 1) * (q1 - area * area) + (negatives - 1) * (q2 - area * area);
  return Math.sqrt(Math.max(0, spread) / (positives * negatives));
}

/**
 * How far a score on the test rows may be off by the chance of which rows these were: its standard error, from what
 * the run keeps of its test rows. Null where that does not tell, as for the log loss.
 */
export function standardError(run: Pick<Run, 'metrics' | 'evaluation'>, metric: string): number | null {
  const { test } = run.metrics;
  const { rows, confusion, scatter } = run.evaluation;
  if (isClassification(test)) {
    // A mean of F1 over classes varies at least as the accuracy does.
    if (metric === 'accuracy') return errorOfShare(test.accuracy, rows);
    if (metric === 'f1') return errorOfShare(Math.min(1, Math.max(0, test.f1)), rows);
    if (metric !== 'roc_auc' || test.roc_auc === null || confusion?.length !== 2) return null;
    const [negatives = 0, positives = 0] = confusion.map((row) => row.reduce((sum, value) => sum + value, 0));
    return positives > 0 && negatives > 0 ? errorOfArea(test.roc_auc, positives, negatives) : null;
  }
  if (scatter === null || scatter.length < 3) return null;
  const errors = scatter.map(([actual, predicted]) => predicted - actual);
  // The picture keeps some of the rows only: of all, the error is smaller.
  const share = Math.sqrt(scatter.length / Math.max(scatter.length, rows));
  if (metric === 'mae') return share * errorOfMean(errors.map(Math.abs));
  const ofSquares = share * errorOfMean(errors.map((error) => error ** 2));
  if (metric === 'rmse') return test.rmse > 0 ? ofSquares / (2 * test.rmse) : null;
  const middle = mean(scatter.map(([actual]) => actual));
  const variance = mean(scatter.map(([actual]) => (actual - middle) ** 2));
  return metric === 'r2' && variance > 0 ? ofSquares / variance : null;
}

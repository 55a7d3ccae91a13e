import type { ClassificationMetrics, RegressionMetrics } from '../../../contract/schemas/runs';
import { accuracy } from './accuracy';
import { f1 } from './f1';
import { logLoss } from './log-loss';
import { mae } from './mae';
import type { ClassificationMetric, ClassifiedRows, MeasuredRows, RegressionMetric } from './metric';
import { r2 } from './r2';
import { rmse } from './rmse';
import { rocAuc } from './roc-auc';

export type { ClassifiedRows, MeasuredRows } from './metric';

/** Every score, by task, in the order in which they are shown. Names are those of the contract. */
export const metrics: readonly (ClassificationMetric | RegressionMetric)[] = [
  accuracy,
  f1,
  rocAuc,
  logLoss,
  rmse,
  mae,
  r2,
];

export function classificationMetrics(rows: ClassifiedRows): ClassificationMetrics {
  return {
    accuracy: accuracy.compute(rows),
    f1: f1.compute(rows),
    roc_auc: rocAuc.compute(rows),
    log_loss: logLoss.compute(rows),
  };
}

export function regressionMetrics(rows: MeasuredRows): RegressionMetrics {
  return { rmse: rmse.compute(rows), mae: mae.compute(rows), r2: r2.compute(rows) };
}

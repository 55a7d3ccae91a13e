import type { EpochPoint, Metrics, Task } from '../../src-main/contract';
import type { CurvePoint } from './smoothing';

/** A score that is followed while a network trains. */
export type FollowedMetric = 'accuracy' | 'f1' | 'roc_auc' | 'r2' | 'rmse' | 'mae';

export const metricTitles: Record<FollowedMetric, string> = {
  accuracy: 'Accuracy',
  f1: 'F1',
  roc_auc: 'ROC AUC',
  r2: 'R²',
  rmse: 'RMSE',
  mae: 'MAE',
};

/** Those of a task, the one that is shown first in front. */
export const followedMetrics = (task: Task | null): readonly FollowedMetric[] =>
  task === 'regression' ? ['r2', 'rmse', 'mae'] : ['accuracy', 'f1', 'roc_auc'];

function valueOf(metrics: Metrics | undefined, name: FollowedMetric): number | null {
  const value: unknown =
    metrics === undefined ? null : Object.entries(metrics).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}

/** A score over the epochs after which it was taken. Accuracy and R2 of validation rows are known of every epoch. */
export function metricPoints(
  history: readonly EpochPoint[],
  name: FollowedMetric,
  rows: 'train' | 'validation',
): CurvePoint[] {
  const isScore = rows === 'validation' && (name === 'accuracy' || name === 'r2');
  return history.flatMap((point) => {
    const metrics = rows === 'train' ? point.trainMetrics : point.validationMetrics;
    const y = isScore ? point.validationScore : valueOf(metrics, name);
    return y === null || !Number.isFinite(y) ? [] : [{ x: point.epoch, y }];
  });
}

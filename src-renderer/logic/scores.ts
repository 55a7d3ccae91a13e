import type { ClassificationMetrics, Metrics, RegressionMetrics } from '../../src-main/contract';
import { measured, percentage, score } from './numbers';

/** A metric as the interface shows it. */
export interface MetricInfo {
  name: string;
  title: string;
  /** What it means, for people who have not met it. */
  meaning: string;
  higherIsBetter: boolean;
}

const classification: Record<keyof ClassificationMetrics, MetricInfo> = {
  accuracy: {
    name: 'accuracy',
    title: 'Accuracy',
    meaning: 'The share of rows for which the predicted class is the true one.',
    higherIsBetter: true,
  },
  f1: {
    name: 'f1',
    title: 'F1',
    meaning:
      'Balances how many of a class are found with how many of the found are right; for more than two classes the mean over classes. 1 is best.',
    higherIsBetter: true,
  },
  roc_auc: {
    name: 'roc_auc',
    title: 'ROC AUC',
    meaning:
      'The chance that a row of a class gets a higher probability for it than a row of another class. 0.5 is guessing, 1 is best.',
    higherIsBetter: true,
  },
  log_loss: {
    name: 'log_loss',
    title: 'Log loss',
    meaning: 'How surprised the model is by the true classes, given its probabilities. 0 is best.',
    higherIsBetter: false,
  },
};

const regression: Record<keyof RegressionMetrics, MetricInfo> = {
  rmse: {
    name: 'rmse',
    title: 'RMSE',
    meaning:
      'Root of the mean squared error: the typical error in the units of the column, large errors weighing more.',
    higherIsBetter: false,
  },
  mae: {
    name: 'mae',
    title: 'MAE',
    meaning: 'Mean absolute error: how far off a prediction is on average, in the units of the column.',
    higherIsBetter: false,
  },
  r2: {
    name: 'r2',
    title: 'R\u00b2',
    meaning:
      'The share of the variation that the model explains. 1 is best, 0 is as good as always answering the mean.',
    higherIsBetter: true,
  },
};

export const isClassification = (metrics: Metrics): metrics is ClassificationMetrics => 'accuracy' in metrics;

/** The metrics with their values as text, in the order they are read. */
export function metricRows(
  metrics: Metrics,
  baseline: Metrics,
): (MetricInfo & { value: string; baseline: string })[] {
  if (isClassification(metrics)) {
    if (!isClassification(baseline)) return [];
    return (Object.keys(classification) as (keyof ClassificationMetrics)[]).map((key) => ({
      ...classification[key],
      value: score(metrics[key]),
      baseline: score(baseline[key]),
    }));
  }
  if (isClassification(baseline)) return [];
  return (Object.keys(regression) as (keyof RegressionMetrics)[]).map((key) => ({
    ...regression[key],
    value: key === 'r2' ? score(metrics[key]) : measured(metrics[key]),
    baseline: key === 'r2' ? score(baseline[key]) : measured(baseline[key]),
  }));
}

/** The one score that stands for a run in lists. */
export function headline(metrics: Metrics): { title: string; value: string } {
  return isClassification(metrics)
    ? { title: 'Accuracy', value: percentage(metrics.accuracy) }
    : { title: 'R\u00b2', value: score(metrics.r2) };
}

/** What the scores say in plain words, beside the simplest answer. */
export function verdict(
  metrics: Metrics,
  baseline: Metrics,
  { target, mostFrequent }: { target: string; mostFrequent: string | null },
): string {
  if (isClassification(metrics) && isClassification(baseline)) {
    const always =
      mostFrequent === null ? 'always giving the most frequent answer' : `always answering ${mostFrequent}`;
    return `${outOfHundred(metrics.accuracy)} right; ${always} would be right for ${outOfHundred(baseline.accuracy).replace(' of 100', '')}.`;
  }
  if (!isClassification(metrics) && !isClassification(baseline)) {
    return `Predictions of ${target} are off by ${measured(metrics.mae, 3)} on average; always answering the mean would be off by ${measured(baseline.mae, 3)}.`;
  }
  return '';
}

/** Scores that beat the simplest answer by little deserve a word of caution. */
export function beatsBaseline(metrics: Metrics, baseline: Metrics): boolean {
  if (isClassification(metrics) && isClassification(baseline)) return metrics.accuracy > baseline.accuracy;
  if (!isClassification(metrics) && !isClassification(baseline)) return metrics.rmse < baseline.rmse;
  return false;
}

function outOfHundred(share: number): string {
  const hundredths = share * 100;
  const text = hundredths > 99 && hundredths < 100 ? hundredths.toFixed(1) : String(Math.round(hundredths));
  return `${text} of 100`;
}

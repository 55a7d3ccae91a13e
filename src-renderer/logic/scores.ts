import type {
  ClassificationMetrics,
  EpochPoint,
  Evaluation,
  Metrics,
  RegressionMetrics,
  Run,
} from '../../src-main/contract';
import { count, measured, percentage, score } from './numbers';

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

/** The same as a number, the higher the better. */
export const headlineValue = (metrics: Metrics): number =>
  isClassification(metrics) ? metrics.accuracy : metrics.r2;

/** The rows behind the accuracy: how many are right, and how many the most frequent class would be right for. */
export interface RightRows {
  right: number;
  rows: number;
  /** The class that the simplest answer always gives, and the rows that have it. */
  always: string;
  alwaysRight: number;
}

/** Counts from confusion[actual][predicted]; null for numbers, or when there are no rows. */
export function rightRows({
  confusion,
  classes,
  baseline,
}: Pick<Evaluation, 'confusion' | 'classes' | 'baseline'>): RightRows | null {
  if (confusion === null || classes === null || !isClassification(baseline)) return null;
  const totals = confusion.map((row) => row.reduce((sum, value) => sum + value, 0));
  const rows = totals.reduce((sum, value) => sum + value, 0);
  if (rows === 0) return null;
  // The most frequent class of the training rows, which need not be that of the test rows.
  const told = totals.indexOf(Math.round(baseline.accuracy * rows));
  const index = told >= 0 ? told : totals.indexOf(Math.max(...totals));
  const right = confusion.reduce((sum, row, actual) => sum + (row[actual] ?? 0), 0);
  return { right, rows, always: classes[index] ?? '', alwaysRight: totals[index] ?? 0 };
}

/** What the scores say in plain words, beside the simplest answer. */
export function verdict(
  metrics: Metrics,
  baseline: Metrics,
  { target, counts }: { target: string; counts: RightRows | null },
): string {
  if (isClassification(metrics) && isClassification(baseline)) {
    return counts === null
      ? `${percentage(metrics.accuracy)} right; always giving the most frequent answer would be right for ${percentage(baseline.accuracy)}.`
      : `${count(counts.right)} of ${count(counts.rows)} right; always answering ${counts.always} would be right for ${count(counts.alwaysRight)}.`;
  }
  if (!isClassification(metrics) && !isClassification(baseline)) {
    return `Predictions of ${target} are off by ${measured(metrics.mae, 3)} on average; always answering the mean would be off by ${measured(baseline.mae, 3)}.`;
  }
  return '';
}

/** Whether the first decision of a model, its class or its number, is better than the simplest answer. */
export function beatsBaseline(metrics: Metrics, baseline: Metrics): boolean {
  if (isClassification(metrics) && isClassification(baseline)) return metrics.accuracy > baseline.accuracy;
  if (!isClassification(metrics) && !isClassification(baseline)) return metrics.rmse < baseline.rmse;
  return false;
}

/** A ROC AUC this far above that of guessing, or a log loss this much lower, is no accident of a few rows. */
const clearAuc = 0.1;
const clearLoss = 0.95;

/** Whether the probabilities tell something although the classes chosen by them are no better. */
function probabilitiesTell(metrics: Metrics, baseline: Metrics): boolean {
  if (!isClassification(metrics) || !isClassification(baseline)) return false;
  return (
    (metrics.roc_auc !== null && metrics.roc_auc >= (baseline.roc_auc ?? 0.5) + clearAuc) ||
    metrics.log_loss <= baseline.log_loss * clearLoss
  );
}

/** A best epoch before this share of all, and a last loss this many times the best, show rows learned by heart. */
const earlyShare = 1 / 3;
const risen = 1.2;

/** Whether the validation loss rose well above its best while training went on. */
export function memorised(history: readonly EpochPoint[], bestEpoch: number): boolean {
  const best = history.find(({ epoch }) => epoch === bestEpoch);
  const last = history.at(-1);
  if (best === undefined || last === undefined || best.validationLoss <= 0) return false;
  return bestEpoch < history.length * earlyShare && last.validationLoss > best.validationLoss * risen;
}

/** What to be careful about in a run, in sentences; empty when there is nothing. */
export function cautions(run: Pick<Run, 'evaluation' | 'history' | 'bestEpoch'>): string[] {
  const { metrics, baseline } = run.evaluation;
  const byHeart = memorised(run.history, run.bestEpoch);
  const list: string[] = [];
  if (!beatsBaseline(metrics, baseline)) {
    if (probabilitiesTell(metrics, baseline) && isClassification(metrics) && isClassification(baseline)) {
      const auc =
        metrics.roc_auc === null
          ? ''
          : `ROC AUC ${score(metrics.roc_auc)} against ${score(baseline.roc_auc ?? 0.5)}, `;
      list.push(
        `The class it answers is right no more often than the simplest answer, but its probabilities tell more: ${auc}log loss ${score(metrics.log_loss)} against ${score(baseline.log_loss)}. Use the probabilities, for example to put rows in order.`,
      );
    } else {
      const longer = byHeart ? '' : ' or a longer training';
      list.push(
        `The model is no better than the simplest answer. More rows${byHeart ? ' or other columns' : ', other columns'}${longer} may help.`,
      );
    }
  }
  if (byHeart) {
    list.push(
      `After epoch ${count(run.bestEpoch)} it began to learn the training rows by heart: the loss on validation rows rose again. The weights of that epoch were kept. Fewer units, some dropout or more rows help.`,
    );
  }
  return list;
}

/** What the folds of a run say, in a sentence; null without folds. */
export function foldWords({ folds, metrics }: Pick<Run, 'folds' | 'metrics'>): string | null {
  if (folds === undefined) return null;
  const words = metricRows(metrics.validation, metrics.validation).flatMap(({ name, title, value }) => {
    const spread = folds.deviation[name] ?? null;
    return spread === null ? [] : [`${title} ${value} \u00b1 ${measured(spread, 2)}`];
  });
  return `Over ${String(folds.scores.length)} folds, mean and standard deviation: ${words.join(', ')}.`;
}

import type { ClassificationMetrics, Metrics, Run } from '../schemas/runs';

const isClassification = (metrics: Metrics): metrics is ClassificationMetrics => 'accuracy' in metrics;

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

/** How a run's score stands beside the best of those that are compared. */
export type Standing = 'best' | 'within-noise' | 'behind' | 'unknown';

/** A difference of two scores that chance alone would exceed once in twenty times. */
const widely = 1.96;

/** The scores of which less is better. */
const lowerIsBetter: ReadonlySet<string> = new Set(['log_loss', 'rmse', 'mae']);

/** A score on the test rows; null where the run has none of that name. */
export function testScore({ metrics }: Pick<Run, 'metrics'>, metric: string): number | null {
  const value: unknown = new Map<string, unknown>(Object.entries(metrics.test)).get(metric);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/**
 * How the scores of runs stand beside the best of them. A score is within the noise when it differs from the best by
 * less than 1.96 standard errors of the difference, taken as of independent rows, which is cautious where the runs
 * share them.
 */
export function standingsOf(
  runs: readonly Pick<Run, 'metrics' | 'evaluation'>[],
  metric: string,
): Standing[] {
  const scores = runs.map((run) => testScore(run, metric));
  const known = scores.filter((value) => value !== null);
  const best = lowerIsBetter.has(metric) ? Math.min(...known) : Math.max(...known);
  const leader = runs[scores.indexOf(best)];
  const leaderError = leader === undefined ? null : standardError(leader, metric);
  return runs.map((run, index) => {
    const score = scores[index] ?? null;
    if (score === null || known.length < 2) return 'unknown';
    if (score === best) return 'best';
    const error = standardError(run, metric);
    if (error === null || leaderError === null) return 'behind';
    return Math.abs(score - best) < widely * Math.hypot(error, leaderError) ? 'within-noise' : 'behind';
  });
}

/** What the test rows of a run follow from. */
const testRowsOf = ({ fingerprint, recipe, rows }: Run): string => {
  const { method, test, groupColumn, timeColumn, partColumn } = recipe.split;
  return JSON.stringify([
    fingerprint,
    [method, test, groupColumn, timeColumn, partColumn],
    recipe.seed,
    recipe.cleaning,
    rows.test,
  ]);
};

/** Whether runs were tested on different rows, as far as their recipes and data tell. */
export const testedApart = (runs: readonly Run[]): boolean => new Set(runs.map(testRowsOf)).size > 1;

/** What keeps scores from being set beside each other at all, in a sentence; null when nothing does. */
export function incomparable(runs: readonly Pick<Run, 'target' | 'task'>[]): string | null {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  if (others.some(({ target }) => target !== first.target))
    return 'These runs predict different columns, so that no score is better than another.';
  if (others.some(({ task }) => task !== first.task))
    return 'These runs answer with different things, classes and numbers, so that their scores cannot be compared.';
  return null;
}

/** Every value of a recipe by its path, as text; lists are told as a whole. */
export function valuesByPath(
  value: unknown,
  path = '',
  into = new Map<string, string>(),
): Map<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, part] of Object.entries(value))
      valuesByPath(part, path === '' ? key : `${path}.${key}`, into);
  } else into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}

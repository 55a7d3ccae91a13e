import type { Metrics, Run } from '../../src-main/contract';
import { isClassification, metricRows, type MetricInfo } from './scores';
import { standardError } from './noise';

/** How a run's score stands beside the best of those that are compared. */
export type Standing = 'best' | 'within-noise' | 'behind' | 'unknown';

export interface ComparedScore extends MetricInfo {
  /** One a run, in their order. */
  values: { text: string; standing: Standing }[];
}

/** What keeps scores from being set beside each other at all, in a sentence; null when nothing does. */
export function incomparable(runs: readonly Run[]): string | null {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  if (others.some(({ target }) => target !== first.target))
    return 'These runs predict different columns, so that no score is better than another.';
  if (others.some(({ task }) => task !== first.task))
    return 'These runs answer with different things, classes and numbers, so that their scores cannot be compared.';
  return null;
}

const testRowsOf = ({ fingerprint, recipe, rows }: Run): string =>
  JSON.stringify([
    fingerprint,
    recipe.split.method,
    recipe.split.test,
    recipe.split.groupColumn,
    recipe.split.timeColumn,
    recipe.split.partColumn,
    recipe.seed,
    recipe.cleaning,
    rows.test,
  ]);

/** Whether the runs were tested on different rows, as far as their recipes and data tell. */
export const testedApart = (runs: readonly Run[]): boolean => new Set(runs.map(testRowsOf)).size > 1;

const valueOf = (metrics: Metrics, name: string): number | null => {
  const value: unknown = new Map<string, unknown>(Object.entries(metrics)).get(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** A difference of two scores that chance alone would exceed once in twenty times. */
const widely = 1.96;

/**
 * The scores on the test rows, the best of each marked. A score is within the noise when it differs from the best by
 * less than 1.96 standard errors of the difference, taken as of independent rows, which is cautious where the runs
 * share them.
 */
export function comparedScores(runs: readonly Run[]): ComparedScore[] {
  const [first] = runs;
  if (first === undefined || incomparable(runs) !== null) return [];
  return metricRows(first.metrics.test, first.metrics.test).map((metric) => {
    const numbers = runs.map((run) => valueOf(run.metrics.test, metric.name));
    const known = numbers.filter((value) => value !== null);
    const best = metric.higherIsBetter ? Math.max(...known) : Math.min(...known);
    const bestRun = runs[numbers.indexOf(best)];
    const bestError = bestRun === undefined ? null : standardError(bestRun, metric.name);
    const standing = (run: Run, value: number | null): Standing => {
      if (value === null || known.length < 2) return 'unknown';
      if (value === best) return 'best';
      const error = standardError(run, metric.name);
      if (error === null || bestError === null) return 'behind';
      return Math.abs(value - best) < widely * Math.hypot(error, bestError) ? 'within-noise' : 'behind';
    };
    return {
      ...metric,
      values: runs.map((run, index) => ({
        text:
          metricRows(run.metrics.test, run.metrics.test).find(({ name }) => name === metric.name)?.value ??
          '',
        standing: standing(run, numbers[index] ?? null),
      })),
    };
  });
}

/** Whether every score of two runs is the same, to the last digit. */
export function sameScores(one: Pick<Run, 'metrics'>, other: Pick<Run, 'metrics'>): boolean {
  const names = Object.keys(isClassification(one.metrics.test) ? one.metrics.test : other.metrics.test);
  return (
    names.every((name) => valueOf(one.metrics.test, name) === valueOf(other.metrics.test, name)) &&
    names.every(
      (name) => valueOf(one.metrics.validation, name) === valueOf(other.metrics.validation, name),
    ) &&
    isClassification(one.metrics.test) === isClassification(other.metrics.test)
  );
}

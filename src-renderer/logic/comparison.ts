import type { Metrics, Run } from '../../src-main/contract';
import { incomparable, standingsOf, type Standing } from '../../src-main/contract/planning';
import { isClassification, metricRows, type MetricInfo } from './scores';

export interface ComparedScore extends MetricInfo {
  /** One a run, in their order. */
  values: { text: string; standing: Standing }[];
}

/** The scores on the test rows, the best of each marked; none where they cannot be compared. */
export function comparedScores(runs: readonly Run[]): ComparedScore[] {
  const [first] = runs;
  if (first === undefined || incomparable(runs) !== null) return [];
  return metricRows(first.metrics.test, first.metrics.test).map((metric) => {
    const standings = standingsOf(runs, metric.name);
    const text = ({ metrics: { test } }: Run): string =>
      metricRows(test, test).find(({ name }) => name === metric.name)?.value ?? '';
    const values = runs.map((run, index) => ({ text: text(run), standing: standings[index] ?? 'unknown' }));
    return { ...metric, values };
  });
}

const entries = (metrics: Metrics): string =>
  JSON.stringify(Object.entries(metrics).sort(([a], [b]) => a.localeCompare(b)));

/** Whether every score of two runs is the same, to the last digit. */
export function sameScores(one: Pick<Run, 'metrics'>, other: Pick<Run, 'metrics'>): boolean {
  return (
    isClassification(one.metrics.test) === isClassification(other.metrics.test) &&
    entries(one.metrics.test) === entries(other.metrics.test) &&
    entries(one.metrics.validation) === entries(other.metrics.validation)
  );
}

import { basename, resolve } from 'node:path';
import { evaluateFile, openModel } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatMetrics, formatUnreadable, formatWarnings, paragraphs } from '../text';

/** `evaluate DIR DATA`: scores on a file that carries the target. */
export async function evaluate(directory: string, data: string, terminal: Terminal): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const file = { path: resolve(data), name: basename(data) };
  const { evaluation, rejectedRows, targetMissing, warnings, unreadable } = await withHouse(
    terminal,
    (house, work) => evaluateFile(house, model, file, work),
  );
  const { rows, metrics, baseline, classes, confusion } = evaluation;
  return {
    document: {
      task: model.run.task,
      target: model.run.target,
      rows,
      rejected_rows: rejectedRows,
      target_missing: targetMissing,
      metrics,
      baseline,
      classes,
      confusion,
      unreadable,
      warnings,
    },
    text: paragraphs(
      `${String(rows)} rows of ${file.name}, predicting ${model.run.target}:\n${formatMetrics(metrics, baseline)}`,
      formatWarnings(warnings),
      formatUnreadable(unreadable),
    ),
  };
}

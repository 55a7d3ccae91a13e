import type { Analysis } from '../../../contract/schemas/analysis';
import type { Profile } from '../../../contract/schemas/data';
import { throwIfCancelled } from '../database';
import type { Database } from '../database';
import { associationsOf, chooseColumns, mostColumns } from './associations';
import { duplicatesOf } from './duplicates';
import { findingsOf } from './findings/index';
import { missingPatternsOf } from './missing';
import { outliersOf } from './outliers';
import { quantilesOf } from './quantiles';
import { readSample } from './sample';
import { targetPartOf, taskOf } from './target';
import { byWhatTheyTell } from './telling';

export interface AnalysisOptions {
  target: string | null;
  signal?: AbortSignal;
  progress?: (share: number, detail: string) => void;
}

/**
 * Looks deeper into a table than its profile: quantiles, outliers, associations, missing patterns, duplicates, what
 * tells of the target, and what would mislead. Counts are of all rows; what compares rows with one another is of a
 * sample of 100,000, always the same ones. @param relation with `file_row_number`, see relationOf.
 */
export async function analyse(
  database: Database,
  relation: string,
  profile: Profile,
  { target: name, signal, progress = () => undefined }: AnalysisOptions,
): Promise<Analysis> {
  const tell = (share: number, detail: string): void => {
    throwIfCancelled(signal);
    progress(share, detail);
  };
  const { rows, columns } = profile;
  tell(0, 'Reading rows');
  const summary = columns.find((column) => column.name === name) ?? null;
  const telling =
    summary === null || columns.length <= mostColumns
      ? null
      : await byWhatTheyTell(database, relation, columns, summary, rows, signal);
  tell(0.1, 'Reading rows');
  const { chosen, leftOut } = chooseColumns(columns, name, telling);
  const sample = await readSample(database, relation, rows, chosen);
  tell(0.2, 'Counting what is far out');
  const outliers = await outliersOf(database, relation, columns);
  tell(0.3, 'Looking for what is missing together');
  const missing = await missingPatternsOf(database, relation, columns, rows);
  tell(0.4, 'Looking for rows that repeat');
  const duplicates = await duplicatesOf(database, relation, columns, summary?.name ?? null);
  tell(0.6, 'Comparing columns');
  const associations = await associationsOf(sample, (share) => tell(0.6 + 0.3 * share, 'Comparing columns'));
  tell(0.9, 'Looking at what is predicted');
  const target = sample.columns.find((column) => column.name === name);
  const task = summary === null ? null : taskOf(summary);
  const targetPart =
    target === undefined || task === null
      ? null
      : await targetPartOf(database, relation, sample, target, task, rows);
  const parts = { associations, duplicates, target: targetPart };
  return {
    rows,
    sampledRows: sample.rows,
    quantiles: quantilesOf(sample, rows),
    outliers,
    associations,
    leftOut,
    missing,
    duplicates,
    target: targetPart,
    findings: findingsOf({ profile, sample, ...parts }),
  };
}

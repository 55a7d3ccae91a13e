import type { ColumnSummary } from '../../../contract/schemas/data';
import { throwIfCancelled } from '../database';
import type { Database } from '../database';
import { identifier } from '../sql';
import { coded } from './bins';
import { contingency, mutualInformation } from './contingency';
import { readSample, sampleCondition } from './sample';

/** Rows that show which columns tell something of the target; how much is found of more rows later. */
const shownRows = 5_000;
/** Columns that are looked at together: opening a wide file takes time with its width. */
const batchSize = 200;
const table = 'telling';

/**
 * The columns by what they tell of the target alone (mutual information over some thousand rows), most first. A wide
 * table has far more columns than can be compared with one another.
 */
export async function byWhatTheyTell(
  database: Database,
  relation: string,
  columns: readonly ColumnSummary[],
  target: ColumnSummary,
  rows: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const told = new Map<string, number>();
  const condition = sampleCondition(rows, shownRows);
  for (let start = 0; start < columns.length; start += batchSize) {
    throwIfCancelled(signal);
    const batch = [
      target,
      ...columns.slice(start, start + batchSize).filter(({ name }) => name !== target.name),
    ];
    const names = batch.map(({ name }) => identifier(name)).join(', ');
    await database.run(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT file_row_number, ${names} FROM ${relation} WHERE ${condition}`,
    );
    const [answers, ...others] = (await readSample(database, table, 1, batch)).columns;
    if (answers === undefined) break;
    const answered = coded(answers);
    for (const column of others)
      told.set(column.name, mutualInformation(contingency(coded(column), answered)));
  }
  await database.run(`DROP TABLE IF EXISTS ${table}`);
  return [...told].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

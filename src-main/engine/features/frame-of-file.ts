import { targetMissingWarnings } from './prepare';
import { openDatabase, numeric } from '../data/database';
import { writeFrame, type FrameColumn } from '../data/frame';
import { identifier, literal } from '../data/sql';
import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { readColumns, type WantedColumn } from './columns';
import type { Fitted } from './fitted';

const frameKinds: Record<Fitted['features'][number]['kind'], FrameColumn['kind']> = {
  number: 'number',
  category: 'text',
  moment: 'moment',
};

/**
 * Writes the columns that a model takes as a frame, in the order of the file. With the target, rows that lack it are
 * left out and counted, for they cannot be scored.
 */
export async function frameOfFile(
  { parquet, withTarget, path }: Pick<TaskParams<'frame'>, 'parquet' | 'withTarget' | 'path'>,
  fitted: Fitted,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<TaskResult<'frame'>> {
  const { target } = fitted;
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const wanted: WantedColumn[] = fitted.features.map(({ column, kind }) => ({
      name: column,
      kind: frameKinds[kind],
    }));
    if (withTarget) wanted.push({ name: target.column, kind: target.kind === 'number' ? 'number' : 'text' });
    const source = `read_parquet(${literal(parquet)})`;
    const missing = withTarget ? `count(*) - count(${identifier(target.column)})` : '0';
    const [counted = {}] = await database.rows(
      `SELECT count(*) AS total, ${missing} AS missing FROM ${source}`,
    );
    const targetMissing = numeric(counted['missing']);
    const rows = numeric(counted['total']) - targetMissing;
    const where = withTarget ? ` WHERE ${identifier(target.column)} IS NOT NULL` : '';
    await writeFrame(path, await readColumns(database, wanted, `${source}${where}`, rows));
    return { rows, targetMissing, warnings: targetMissingWarnings(target.column, targetMissing) };
  } finally {
    database.close();
  }
}

import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { openDatabase } from './database';
import { identifier, literal } from './sql';
import { dirname } from 'node:path';

/** Writes a table once more, with other names of some columns. The order of rows and columns stays. */
export async function renameColumns(
  { parquet, path, renamed }: TaskParams<'rename-columns'>,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<TaskResult<'rename-columns'>> {
  const database = await openDatabase({ files: [parquet], directories: [dirname(path)], signal });
  try {
    const names = renamed.map(({ was, is }) => `${identifier(is)} AS ${identifier(was)}`).join(', ');
    await database.run(
      `COPY (SELECT * RENAME (${names}) FROM read_parquet(${literal(parquet)})) TO ${literal(path)} (FORMAT parquet)`,
    );
    return { path };
  } finally {
    database.close();
  }
}

import { StrongroomError } from '../../../contract/errors';
import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import { identifier, literal } from '../sql';
import { chain } from '../steps/chain';
import { rowColumn } from '../steps/table';
import { groupManySpellings } from './groups';

/** Different values that are compared; the rarest of more are left as they are. */
const mostValues = 200_000;

/** See protocol.ts. */
export const groupCategories: TaskHandler<'group-categories'> = async (
  { parquet, steps, column, method, seed },
  { signal, report },
) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    await database.run(
      `CREATE TEMP VIEW "#source" AS SELECT * EXCLUDE (file_row_number), file_row_number AS ${identifier(rowColumn)} FROM read_parquet(${literal(parquet)}, file_row_number = true)`,
    );
    const { relation, columns } = await chain({
      database,
      relation: '"#source"',
      steps,
      seed,
      tolerant: true,
    });
    const found = columns.find(({ name }) => name === column);
    if (found?.kind !== 'text') {
      throw new StrongroomError('STEP_INVALID', `The column ${column} has no categories to compare.`, {
        expected: 'a column of text',
        received: found === undefined ? 'a column that is not there' : `a column of kind ${found.kind}`,
        next: 'Choose another column.',
      });
    }
    const name = identifier(column);
    const rows = await database.rows(
      `SELECT ${name} AS value, count(*)::DOUBLE AS count FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${String(mostValues)}`,
    );
    const values = rows.map(({ value, count }) => ({ value: String(value), count: numeric(count) }));
    const [all = {}] =
      rows.length < mostValues
        ? []
        : await database.rows(`SELECT count(DISTINCT ${name})::DOUBLE AS n FROM ${relation}`);
    const groups = await groupManySpellings(values, method, {
      signal,
      progress: (share) => report({ fraction: share, detail: 'Comparing spellings' }),
    });
    return { distinct: numeric(all['n'], values.length), compared: values.length, groups };
  } finally {
    database.close();
  }
};

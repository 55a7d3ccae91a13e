import { DuckDBListValue } from '@duckdb/node-api';
import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import { identifier, literal } from '../sql';

/** Values that get a row of pictures, and pictures of each. */
const mostGroups = 20;
const picturesEach = 12;

/** See `contact-sheet` in protocol-images.ts. What stands for a picture is as good as drawn by chance. */
export const contactSheet: TaskHandler<'contact-sheet'> = async ({ parquet, images, by }, { signal }) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const value = by === null ? 'NULL' : `CAST(${identifier(by)} AS VARCHAR)`;
    const name = identifier(images);
    const rows = await database.rows(
      `SELECT ${value} AS value, count(*) AS rows, list(DISTINCT ${name} ORDER BY ${name})[1:${String(picturesEach)}] AS pictures
        FROM read_parquet(${literal(parquet)}) WHERE ${name} IS NOT NULL
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${String(mostGroups)}`,
    );
    return {
      groups: rows.map((row) => ({
        value: typeof row['value'] === 'string' ? row['value'] : null,
        rows: numeric(row['rows']),
        references: row['pictures'] instanceof DuckDBListValue ? row['pictures'].items.map(String) : [],
      })),
    };
  } finally {
    database.close();
  }
};

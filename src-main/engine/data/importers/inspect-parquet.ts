import type { Column } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { columnOf, profileOf } from '../profile';
import { literal } from '../sql';
import type { PhysicalColumn } from '../statistics';

/** The columns of a sample that was written as Parquet, with what its values tell of them. */
export async function inspectParquet(
  database: Database,
  parquet: string,
  columns: readonly PhysicalColumn[],
  signal: AbortSignal | undefined,
): Promise<Column[]> {
  const profile = await profileOf(
    database,
    `read_parquet(${literal(parquet)})`,
    columns,
    signal === undefined ? {} : { signal },
  );
  return profile.columns.map(columnOf);
}

import type { Profile } from '../../contract/schemas/data';
import type { TaskContext, TaskParams } from '../protocol';
import { openDatabase } from './database';
import { withImageFacts } from './images/facts';
import { profileOf } from './profile';
import { literal } from './sql';

/** The summary of a data set that was imported without one: see `summarise` in protocol.ts. */
export async function summarise(
  { parquet, columns, directory, images }: TaskParams<'summarise'>,
  { signal, report }: TaskContext,
): Promise<Profile> {
  const database = await openDatabase({
    files: [parquet],
    directories: [],
    spill: directory,
    width: columns.length,
    signal,
  });
  try {
    // The types are those that the import found, which is all that a column of words could still be asked.
    const physical = columns.map(({ name, type }) => ({ name, type, given: true }));
    const relation = `read_parquet(${literal(parquet)})`;
    const profile = await profileOf(database, relation, physical, {
      signal,
      progress: (fraction) => report({ fraction, detail: 'Summing up the columns' }),
    });
    return images === undefined ? profile : await withImageFacts(database, relation, profile, images);
  } finally {
    database.close();
  }
}

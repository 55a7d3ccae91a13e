import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnType, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { findTyping } from './convert';
import type { Typing } from './convert';
import type { Dialect } from './dialect';
import { transcriptRelation } from './relation';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** The types of a sample, found just as those of a whole file are. `scratch` takes a file of the sample. */
export async function typeSample(
  database: Database,
  dialect: Dialect,
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
  scratch: string,
): Promise<Typing> {
  const path = join(scratch, 'sample.csv');
  await writeFile(path, dialect.rows.map((row) => `${row.map(quoted).join(',')}\n`).join(''));
  const relation = transcriptRelation(path, dialect.names.length, dialect.reading.missingWords);
  return findTyping(database, relation, dialect.names, given, types);
}

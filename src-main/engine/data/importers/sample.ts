import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { ColumnType, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { findTyping, readTypes, stage, widestCopy, writeExpected, writeTyped } from './convert';
import type { Typing, Written } from './convert';
import type { Dialect } from './dialect';
import { planPlain } from './plain/plan';
import { csvRelation, transcriptRelation } from './relation';
import { findUnreadable } from './unreadable';

/** Enough rows to expect types from, when all rows are checked against them afterwards. */
export const expectationRows = 4_000;
/** Enough for columns of which all the sample is seen to be plain (see plain/plan.ts). */
export const plainExpectationRows = 1_000;

const sampleFile = 'sample.csv';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** Rows spread evenly over the sample; all of them when it is all of the file. */
function thinned({ rows, complete }: Dialect, wanted: number): string[][] {
  const step = complete ? 1 : Math.ceil(rows.length / wanted);
  return step <= 1 ? rows : rows.filter((_, i) => i % step === 0);
}

/** The raw text of the sample as a relation of its own. `scratch` takes a file on the way. */
export async function loadSample(
  database: Database,
  dialect: Dialect,
  scratch: string,
  rows: readonly string[][] = dialect.rows,
): Promise<string> {
  const path = join(scratch, sampleFile);
  await writeFile(path, rows.map((row) => `${row.map(quoted).join(',')}\n`).join(''));
  const width = dialect.names.length;
  const relation = transcriptRelation(path, width);
  // A table in memory takes 256 KiB a column, however few its rows.
  if (width > widestCopy) return stage(database, relation, join(scratch, 'sample-text.parquet'), width);
  await database.run(`CREATE OR REPLACE TEMP TABLE sample AS SELECT * FROM ${relation}`);
  return 'sample';
}

/** The types to expect of a file, found in its sample just as those of a whole file are. */
export async function typeSample(
  database: Database,
  dialect: Dialect,
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
  scratch: string,
  rows: number = expectationRows,
): Promise<Typing> {
  const relation = await loadSample(database, dialect, scratch, thinned(dialect, rows));
  const typing = await findTyping(database, relation, dialect.names, given, types);
  await database.run('DROP TABLE IF EXISTS sample');
  return typing;
}

/**
 * Writes what `loadSample` loaded with its types. To work out thousands of columns in SQL takes a second for every few
 * hundred; what is written plainly is read by its type instead.
 */
export async function writeSample(
  database: Database,
  sample: string,
  typing: Typing,
  parquet: string,
  scratch: string,
): Promise<Written> {
  const width = typing.names.length;
  if (width <= widestCopy) return writeTyped(database, sample, typing, parquet, false);
  const path = join(scratch, sampleFile);
  const format = { delimiter: ',', quote: '"', hasHeader: false, lineBreak: '\n' as const };
  const plan = planPlain(await readFile(path), true, format, typing);
  if (plan === null) return writeTyped(database, sample, typing, parquet, false);
  const types = readTypes(plan.forms, plan.kinds);
  const relation = csvRelation(path, width, { delimiter: ',', quote: '"', skip: 0, types });
  try {
    await writeExpected(database, relation, typing, parquet, false, plan.kinds);
    return await findUnreadable(database, sample, typing);
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    return writeTyped(database, sample, typing, parquet, false);
  }
}

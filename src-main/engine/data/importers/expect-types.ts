import { readFile } from 'node:fs/promises';
import type { ColumnType, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { widestCopy } from './convert';
import type { Typing } from './convert';
import type { Dialect } from './dialect';
import { suitsFastReader } from './load';
import { formatOf, planPlain } from './plain/plan';
import type { PlainPlan } from './plain/plan';
import { expectationRows, plainExpectationRows, typeSample } from './sample';
import type { SourceFile } from './source';

/** A wide table is looked at as a whole, for its sample has few rows; larger files are not held in memory. */
const largestWide = 128 * 1024 * 1024;

/** The types to expect of all rows, and how DuckDB's reader may be told them. */
export async function expectTypes(
  database: Database,
  source: SourceFile,
  dialect: Dialect,
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
  scratch: string,
): Promise<{ expected: Typing; plan: PlainPlan | null }> {
  const isWide = dialect.names.length > widestCopy;
  if (!suitsFastReader(dialect) || dialect.complete || (isWide && source.bytes > largestWide))
    return { expected: await typeSample(database, dialect, given, types, scratch), plan: null };
  const isWhole = isWide || source.head.length === source.bytes;
  const sample = isWide ? await readFile(source.path) : source.head;
  let found: { expected: Typing; plan: PlainPlan | null } | null = null;
  for (const rows of isWide ? [expectationRows] : [plainExpectationRows, expectationRows]) {
    const expected = await typeSample(database, dialect, given, types, scratch, rows);
    const plan = expected.doubtful ? null : planPlain(sample, isWhole, formatOf(dialect), expected);
    found = { expected: plan === null ? expected : { ...expected, forms: plan.forms }, plan };
    if (plan !== null && !plan.hasOtherCells) return found;
  }
  if (found === null) throw new Error('No rows to expect types from.');
  return found;
}

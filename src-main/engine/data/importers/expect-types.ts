import type { ColumnType, Reading } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { widestCopy } from './convert';
import type { Typing } from './convert';
import type { Dialect } from './dialect';
import { suitsFastReader } from './load';
import { planPlain } from './plain/plan';
import type { PlainPlan } from './plain/plan';
import { plainExpectationRows, typeSample } from './sample';
import type { SourceFile } from './source';

/** The types to expect of all rows, and how DuckDB's reader may be told them. */
export async function expectTypes(
  database: Database,
  source: SourceFile,
  dialect: Dialect,
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
  scratch: string,
): Promise<{ expected: Typing; plan: PlainPlan | null }> {
  if (suitsFastReader(dialect) && !dialect.complete && dialect.names.length <= widestCopy) {
    const expected = await typeSample(database, dialect, given, types, scratch, plainExpectationRows);
    const plan = expected.doubtful ? null : planPlain(source, dialect, expected.forms);
    if (plan !== null && !plan.hasOtherCells) return { expected, plan };
  }
  const expected = await typeSample(database, dialect, given, types, scratch);
  const isFinal = dialect.complete || expected.doubtful || !suitsFastReader(dialect);
  return { expected, plan: isFinal ? null : planPlain(source, dialect, expected.forms) };
}

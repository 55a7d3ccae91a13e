import { cleaningStepSchema, stepDefinitions } from '../../../contract/cleaning';
import type { StepSuggestion } from '../../../contract/schemas/cleaning';
import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase, throwIfCancelled } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { chain } from '../steps/chain';
import { columnsOf, rowColumn } from '../steps/table';
import type { TableColumn } from '../steps/table';
import { rules } from '.';
import type { Value } from './groups';
import type { Look } from './rule';

/** Rows that are looked at, fewer where there are many columns. */
const mostRows = 100_000;
const mostCells = 4_000_000;
/** A column of text with more different values holds no categories. */
const mostValues = 20_000;

/** What rules look at: a table in memory. */
export async function lookAt(database: Database, relation: string): Promise<Look> {
  const columns = await columnsOf(database, relation);
  const [count = {}] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${relation}`);
  const known = new Map<string, readonly Value[] | null>();
  const values = async ({ name }: TableColumn): Promise<readonly Value[] | null> => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const column = identifier(name);
    const rows = await database.rows(
      `SELECT ${column} AS value, count(*)::DOUBLE AS count FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${String(mostValues + 1)}`,
    );
    const found =
      rows.length > mostValues
        ? null
        : rows.map(({ value, count: of }) => ({ value: String(value), count: numeric(of) }));
    known.set(name, found);
    return found;
  };
  return { database, relation, columns, rows: numeric(count['rows']), values };
}

/** See protocol.ts. */
export const suggestSteps: TaskHandler<'suggest-steps'> = async (
  { parquet, steps, seed },
  { signal, report },
) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const described = await columnsOf(database, source);
    const size = Math.max(100, Math.min(mostRows, Math.floor(mostCells / described.length)));
    const row = identifier(rowColumn);
    await database.run(
      `CREATE TEMP TABLE "#sample" AS SELECT * EXCLUDE (file_row_number), file_row_number AS ${row} FROM ${source} WHERE file_row_number < ${String(size)}`,
    );
    const [count = {}] = await database.rows(
      `SELECT (SELECT count(*) FROM ${source})::DOUBLE AS total, (SELECT count(*) FROM "#sample")::DOUBLE AS sampled`,
    );
    const { relation } = await chain({ database, relation: '"#sample"', steps, tolerant: true, seed });
    await database.run(`CREATE TEMP TABLE "#looked at" AS SELECT * FROM ${relation}`);
    const look = await lookAt(database, '"#looked at"');
    const suggestions: StepSuggestion[] = [];
    for (const [index, rule] of rules.entries()) {
      throwIfCancelled(signal);
      report({ fraction: index / rules.length, detail: 'Looking at the rows' });
      for (const { step, reason, changes } of look.rows === 0 ? [] : await rule.look(look)) {
        if (!(step.kind in stepDefinitions)) continue;
        const id = `suggested-${rule.name}-${String(suggestions.length + 1)}`;
        suggestions.push({
          rule: rule.name,
          step: cleaningStepSchema.parse({ ...step, id }),
          reason,
          changes,
        });
      }
    }
    return { sampled: numeric(count['sampled']), total: numeric(count['total']), suggestions };
  } finally {
    database.close();
  }
};

import { DuckDBListValue } from '@duckdb/node-api';
import type { Duplicates } from '../../../contract/schemas/analysis';
import type { ColumnSummary } from '../../../contract/schemas/data';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier } from '../sql';

const examplesShown = 10;
const rowsOfExample = 5;

/**
 * SQL: a number of 64 bits that tells rows apart; two of ten million different rows share one with a probability of
 * about 3 in a million. Groups of numbers take bounded memory, whatever the rows hold.
 */
const hashOf = (names: readonly string[]): string => `hash(${names.map(identifier).join(', ')})`;

async function countRepeats(
  database: Database,
  relation: string,
  names: readonly string[],
): Promise<{ rows: number; groups: number }> {
  const [row = {}] = await database.rows(
    `SELECT count(*) AS groups, coalesce(sum(n - 1), 0)::DOUBLE AS rows FROM (SELECT count(*) AS n FROM (SELECT ${hashOf(names)} AS h FROM ${relation}) GROUP BY h HAVING n > 1)`,
  );
  return { rows: numeric(row['rows']), groups: numeric(row['groups']) };
}

async function examplesOf(
  database: Database,
  relation: string,
  names: readonly string[],
): Promise<Duplicates['examples']> {
  const numbered = `SELECT ${hashOf(names)} AS h, file_row_number AS r FROM ${relation}`;
  const most = `SELECT h, count(*) AS n, min(r) AS first FROM (${numbered}) GROUP BY h HAVING n > 1 ORDER BY n DESC, first LIMIT ${examplesShown}`;
  const rows = await database.rows(
    `WITH most AS MATERIALIZED (${most}) SELECT n, min(r, ${rowsOfExample}) AS rows FROM (${numbered}) JOIN most USING (h) GROUP BY h, n, first ORDER BY n DESC, first`,
  );
  return rows.map((row) => ({
    times: numeric(row['n']),
    rows: row['rows'] instanceof DuckDBListValue ? row['rows'].items.map((item) => numeric(item)) : [],
  }));
}

/** Rows with the same inputs and different targets: whatever is learned, it is wrong for some of them. */
async function countContradicting(
  database: Database,
  relation: string,
  inputs: readonly string[],
  target: string,
): Promise<number> {
  const [row = {}] = await database.rows(
    `SELECT coalesce(sum(n), 0)::DOUBLE AS rows FROM (SELECT count(*) AS n FROM (SELECT ${hashOf(inputs)} AS h, ${hashOf([target])} AS t FROM ${relation} WHERE ${identifier(target)} IS NOT NULL) GROUP BY h HAVING min(t) <> max(t))`,
  );
  return numeric(row['rows']);
}

/** Rows that occur more than once, over all rows. */
export async function duplicatesOf(
  database: Database,
  relation: string,
  columns: readonly ColumnSummary[],
  target: string | null,
): Promise<Duplicates> {
  const names = columns.map(({ name }) => name);
  const identifiers = columns.filter((column) => column.identifier && column.name !== target);
  const others = names.filter((name) => !identifiers.some((column) => column.name === name));
  const inputs = others.filter((name) => name !== target);
  const all = names.length === 0 ? { rows: 0, groups: 0 } : await countRepeats(database, relation, names);
  const without =
    identifiers.length === 0 || others.length === 0 ? null : await countRepeats(database, relation, others);
  const exampled = all.rows > 0 ? names : (without?.rows ?? 0) > 0 ? others : [];
  return {
    ...all,
    withoutIdentifiers:
      without === null ? null : { ...without, identifiers: identifiers.map(({ name }) => name) },
    contradicting:
      target === null || inputs.length === 0
        ? null
        : await countContradicting(database, relation, inputs, target),
    examples: exampled.length === 0 ? [] : await examplesOf(database, relation, exampled),
  };
}

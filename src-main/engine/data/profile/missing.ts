import type { MissingPatterns } from '../../../contract/schemas/analysis';
import type { ColumnSummary } from '../../../contract/schemas/data';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier } from '../sql';

/** Patterns listed; all are counted. */
const mostPatterns = 30;
/** Columns of one number of bits, which stays exact in 64 bits with a sign. */
const bitsOfMask = 48;

/** Which columns are missing together, over all rows: one group for each set of columns that some row misses. */
export async function missingPatternsOf(
  database: Database,
  relation: string,
  summaries: readonly ColumnSummary[],
  rows: number,
): Promise<MissingPatterns> {
  const columns = summaries
    .filter(({ missing }) => missing > 0)
    .map(({ name, missing }) => ({ name, missing }))
    .sort((a, b) => b.missing - a.missing);
  if (columns.length === 0)
    return { columns, patterns: [{ missing: [], rows }], otherPatterns: 0, otherRows: 0, completeRows: rows };
  const masks: string[] = [];
  for (let start = 0; start < columns.length; start += bitsOfMask) {
    const bits = columns
      .slice(start, start + bitsOfMask)
      .map(({ name }, i) => `((${identifier(name)} IS NULL)::BIGINT * ${2 ** i})`);
    masks.push(`(${bits.join(' + ')}) AS m${masks.length}`);
  }
  const keys = masks.map((_, i) => `m${i}`);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE patterns AS SELECT ${keys.join(', ')}, count(*) AS n FROM (SELECT ${masks.join(', ')} FROM ${relation}) GROUP BY ${keys.join(', ')}`,
  );
  const [all = {}] = await database.rows(
    `SELECT count(*) AS patterns, coalesce(sum(n) FILTER (${keys.map((key) => `${key} = 0`).join(' AND ')}), 0)::DOUBLE AS complete FROM patterns`,
  );
  const found = await database.rows(
    `SELECT * FROM patterns ORDER BY n DESC, ${keys.join(', ')} LIMIT ${mostPatterns}`,
  );
  await database.run('DROP TABLE patterns');
  const patterns = found.map((row) => ({
    rows: numeric(row['n']),
    missing: columns.flatMap((_, i) => {
      const mask = BigInt(numeric(row[`m${Math.floor(i / bitsOfMask)}`]));
      return (mask >> BigInt(i % bitsOfMask)) & 1n ? [i] : [];
    }),
  }));
  const listed = patterns.reduce((sum, pattern) => sum + pattern.rows, 0);
  return {
    columns,
    patterns,
    otherPatterns: numeric(all['patterns']) - patterns.length,
    otherRows: rows - listed,
    completeRows: numeric(all['complete']),
  };
}

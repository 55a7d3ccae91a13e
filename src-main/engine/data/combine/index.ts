import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Combination, Combine } from '../../../contract/schemas/combine';
import type { TaskHandler } from '../../protocol';
import { openDatabase, type Database } from '../database';
import { parquetOptions } from '../importers/convert';
import { datasetFiles } from '../importers/import';
import { columnOf, profileOf } from '../profile';
import { literal } from '../sql';
import { joinSql, matchesOf, planJoin, requireMatches } from './join';
import type { Part } from './part';
import { planStack, stackSql } from './stack';

interface Plan extends Combination {
  sql: string;
  /** The column that tells the file of each row. */
  fileColumn: string | null;
}

/** Throws COMBINE_UNSUITABLE. */
async function planOf(database: Database, parts: readonly Part[], how: Combine): Promise<Plan> {
  const [left, right] = parts;
  if (left === undefined || right === undefined || (how.kind === 'join' && parts.length > 2)) {
    throw new StrongroomError('COMBINE_UNSUITABLE', 'That number of data sets cannot be combined so.', {
      expected: how.kind === 'join' ? 'two data sets' : 'at least two data sets',
      received: String(parts.length),
      next: how.kind === 'join' ? 'Join two at a time.' : 'Choose another data set.',
    });
  }
  if (new Set(parts.map(({ parquet }) => parquet)).size < parts.length) {
    throw new StrongroomError('COMBINE_UNSUITABLE', 'A data set is chosen more than once.', {
      expected: 'different data sets',
      next: 'Choose each data set once.',
    });
  }
  if (how.kind === 'stack') {
    const plan = planStack(parts, how);
    const told = parts.map(() => null);
    const columns = plan.columns.map(({ name, type, types }) => ({ name, type, types }));
    const { fileColumn, warnings } = plan;
    return {
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
      columns:
        fileColumn === null
          ? columns
          : [...columns, { name: fileColumn, type: 'category' as const, types: told }],
      matches: null,
      warnings,
      sql: stackSql(parts, plan),
      fileColumn,
    };
  }
  const plan = planJoin(left, right, how);
  const matches = await matchesOf(database, left, right, plan);
  return {
    rows: how.type === 'left' ? matches.leftRows : matches.leftMatched,
    columns: plan.columns,
    matches,
    warnings: plan.added.flatMap(({ from, name }) =>
      from === name
        ? []
        : [
            {
              code: 'COLUMN_RENAMED',
              message: `Both data sets have "${from}"; that of ${right.name} is called "${name}".`,
              column: name,
            },
          ],
    ),
    sql: joinSql(left, right, plan, how),
    fileColumn: null,
  };
}

/** What combining would give; nothing is written: see `combination` in protocol.ts. */
export const combination: TaskHandler<'combination'> = async ({ parts, how }, { signal }) => {
  const database = await openDatabase({
    files: parts.map(({ parquet }) => parquet),
    directories: [],
    signal,
  });
  try {
    const { rows, columns, matches, warnings } = await planOf(database, parts, how);
    return { rows, columns, matches, warnings };
  } finally {
    database.close();
  }
};

/** Writes the combined table: see `combine` in protocol.ts. */
export const combine: TaskHandler<'combine'> = async ({ parts, how, directory }, { signal, report }) => {
  const database = await openDatabase({
    files: parts.map(({ parquet }) => parquet),
    directories: [directory],
    spill: join(directory, 'spill'),
    width: Math.max(...parts.map(({ columns }) => columns.length)) * (how.kind === 'join' ? 2 : 1),
    signal,
  });
  const detail = 'Combining rows';
  try {
    const plan = await planOf(database, parts, how);
    const [, right] = parts;
    if (how.kind === 'join' && plan.matches !== null && right !== undefined)
      requireMatches(right, how, plan.matches);
    report({ fraction: 0.1, detail });
    const output = join(directory, datasetFiles.data);
    await database.run(`COPY (${plan.sql}) TO ${literal(output)} (${parquetOptions(plan.columns.length)})`);
    report({ fraction: 0.6, detail });
    const columns = plan.columns.map(({ name, type }) => ({ name, type, given: false }));
    const profile = await profileOf(database, `read_parquet(${literal(output)})`, columns, {
      signal,
      progress: (share) => report({ fraction: 0.6 + 0.4 * share, detail: 'Summing up the columns' }),
    });
    // The file tells where a row came from; a later file has no such column, so nothing is learned from it by default.
    // What names rows of the first data set still does after a join, which keeps each of them once.
    const naming = new Set(
      how.kind === 'join'
        ? parts[0]?.columns.flatMap(({ name, identifier }) => (identifier === true ? [name] : []))
        : [],
    );
    const summaries = profile.columns.map((summary) =>
      summary.name === plan.fileColumn || naming.has(summary.name)
        ? { ...summary, identifier: true }
        : summary,
    );
    const document = JSON.stringify({ ...profile, columns: summaries });
    await writeFile(join(directory, datasetFiles.profile), document, { flush: true });
    await writeFile(join(directory, datasetFiles.rejected), '[]', { flush: true });
    const { matches, warnings } = plan;
    return { rows: profile.rows, columns: summaries.map(columnOf), matches, warnings };
  } finally {
    database.close();
  }
};

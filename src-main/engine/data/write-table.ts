import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { numeric, openDatabase } from './database';
import { identifier, literal } from './sql';
import { inert } from './write-predictions';

/** Texts that a spreadsheet program would run as a formula; those that are numbers are none. */
const isFormula = (column: string): string =>
  `(regexp_matches(${column}, '^[=+\\-@\\t\\r\\n]') AND TRY_CAST(${column} AS DOUBLE) IS NULL)`;

/**
 * Writes a table as CSV for people (RFC 4180, UTF-8, ISO dates, missing cells empty), rows in their order. Text that
 * begins like a formula gets a leading apostrophe; `defused` counts such cells.
 */
export async function writeTable(
  { parquet, path }: TaskParams<'write-table'>,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<TaskResult<'write-table'>> {
  const database = await openDatabase({ files: [parquet, path], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)})`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described.map((row) => ({
      name: String(row['column_name']),
      isText: row['column_type'] === 'VARCHAR',
    }));
    const selected = columns.map(({ name, isText }) => {
      const column = identifier(name);
      const value = isText
        ? `CASE WHEN ${isFormula(column)} THEN concat(chr(39), ${column}) ELSE ${column} END`
        : column;
      return `${value} AS ${identifier(inert(name))}`;
    });
    const counts = columns
      .filter(({ isText }) => isText)
      .map(({ name }) => `count(*) FILTER (${isFormula(identifier(name))})`);
    const [found = {}] = await database.rows(
      `SELECT (${['0 * count(*)', ...counts].join(' + ')})::DOUBLE AS defused FROM ${source}`,
    );
    await database.run(
      `COPY (SELECT ${selected.join(', ')} FROM ${source}) TO ${literal(path)} (FORMAT csv, HEADER true)`,
    );
    return { defused: numeric(found['defused']) };
  } finally {
    database.close();
  }
}

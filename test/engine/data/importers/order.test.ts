import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { importFile } from '../../../../src-main/engine/data/importers/import';
import { literal } from '../../../../src-main/engine/data/sql';
import { temporaryFolder } from '../../../support/table';

/** More than one row group of Parquet for every thread: DuckDB writes in parallel from 122,880 rows a group on. */
const rows = 600_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test.each([
  ['plain', ''],
  // One bad row sends the file to the careful reader.
  ['with a bad row', '1,2,3,4,5\n'],
])('rows keep the order of a large file: %s', async (name, bad) => {
  const path = join(folder.path, `${name}.csv`);
  const lines = Array.from({ length: rows }, (_, i) => `${i},${i % 7},word ${i % 11}`);
  await writeFile(path, `place,seven,text\n${lines.join('\n')}\n${bad}`);
  const directory = join(folder.path, name);
  const outcome = await importFile(
    { path, name: `${name}.csv`, directory },
    {
      signal: new AbortController().signal,
      stopRequested: () => false,
      pauseRequested: () => false,
      report: () => undefined,
    },
  );
  expect(outcome.rows).toBe(rows);
  const parquet = join(directory, 'data.parquet');
  const database = await openDatabase({ files: [parquet], directories: [] });
  const [counted] = await database.rows(
    `SELECT count(*) AS wrong FROM read_parquet(${literal(parquet)}, file_row_number = true) WHERE place <> file_row_number OR seven <> place % 7`,
  );
  database.close();
  expect(Number(counted?.['wrong'])).toBe(0);
});

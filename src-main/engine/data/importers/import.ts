import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnReading, ColumnType, Encoding, Reading } from '../../../contract/schemas/data';
import { textFile } from '../../protocol';
import type { ImportOutcome, TaskContext, TaskParams } from '../../protocol';
import { openDatabase, throwIfCancelled } from '../database';
import { columnOf, profileOf } from '../profile';
import { literal } from '../sql';
import { applyContract } from './contract';
import { findDialect } from './dialect';
import { detectEncoding } from './encoding';
import { linesOfRows } from './lines';
import { load, noReadableRows } from './load';
import type { Reader } from './load';
import { typeSample } from './sample';
import { scanFile } from './scan';
import type { Scan } from './scan';
import { lineTooLong, maximumLineLength, openSource, requireUnchanged } from './source';

export const datasetFiles = {
  data: 'data.parquet',
  profile: 'profile.json',
  rejected: 'rejected.json',
} as const;

/** Shares of the whole that the steps take, for the progress bar. */
const readShare = 0.6;

/** The encoding of the sample, unless bytes behind it show that it was not UTF-8 after all. */
function settledEncoding(sampled: Encoding, given: Partial<Reading>, scan: Scan): Encoding {
  if (given.encoding !== undefined || scan.utf8 || sampled !== 'utf-8' || scan.foreign === null)
    return sampled;
  const found = detectEncoding(scan.foreign);
  return found === 'gb18030' ? found : 'windows-1252';
}

/** Makes the folder and a hidden one within it, so that a folder that cannot be written to is told at once. */
async function prepareFolder(directory: string): Promise<{ scratch: string; created: boolean }> {
  try {
    const created = (await mkdir(directory, { recursive: true })) !== undefined;
    return { scratch: await mkdtemp(join(directory, '.import-')), created };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    // Node says ENOENT when a folder cannot be made on a disk that is mounted read-only.
    if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOENT') throw error;
    throw new StrongroomError('NOT_WRITABLE', `The folder ${directory} may not be written to.`, {
      expected: 'a folder that can be written to',
      received: String(code),
      next: 'Choose another folder, or change its permissions.',
      cause: error,
    });
  }
}

async function cleanUp(directory: string, scratch: string, created: boolean): Promise<void> {
  await rm(scratch, { recursive: true, force: true });
  if (created && (await readdir(directory)).length === 0) await rmdir(directory);
}

/** Reads a whole file into a data set: see `import` in protocol.ts. */
export async function importFile(params: TaskParams<'import'>, context: TaskContext): Promise<ImportOutcome> {
  return (await importWith(params, context)).outcome;
}

/**
 * All is made in a hidden folder inside `directory` and moved at the end, so that a failure of any kind leaves
 * nothing behind.
 * @param reader forces one of the two readers, so that tests can compare them.
 */
export async function importWith(
  params: TaskParams<'import'>,
  context: TaskContext,
  reader?: Reader,
): Promise<{ outcome: ImportOutcome; reader: Reader }> {
  const source = await openSource(params.path, params.name);
  const { scratch, created } = await prepareFolder(params.directory);
  try {
    return await importInto(params, context, source, scratch, reader);
  } finally {
    await cleanUp(params.directory, scratch, created);
  }
}

async function importInto(
  params: TaskParams<'import'>,
  { signal, report }: TaskContext,
  source: Awaited<ReturnType<typeof openSource>>,
  scratch: string,
  reader: Reader | undefined,
): Promise<{ outcome: ImportOutcome; reader: Reader }> {
  const given = params.reading ?? {};
  const dialect = findDialect(source, given);
  const warnings: Warning[] = [...dialect.warnings];
  let types = new Map<string, ColumnType>(Object.entries(params.types ?? {}));
  if (params.contract !== undefined) {
    const applied = applyContract(source.name, dialect.names, params.contract);
    types = new Map([...applied.types, ...types]);
    warnings.push(...applied.warnings);
  }
  const chosen = chosenColumns(given, types, dialect.names);
  types = new Map([
    ...chosen.flatMap(({ name, type }) => (type === undefined ? [] : [[name, type] as const])),
    ...types,
  ]);
  warnings.push(...unknownColumns(given, dialect.names));
  const scan = scanFile(source.path, dialect.reading.delimiter, signal);
  // Awaited where its answer is needed; a failure before that is told by whatever fails first.
  scan.catch(() => undefined);
  const database = await openDatabase({
    files: [source.path],
    directories: [scratch],
    spill: join(scratch, 'spill'),
    width: dialect.names.length,
    signal,
  });
  const detail = `Reading ${source.name}`;
  const watch = setInterval(() => {
    const { percentage } = database.connection.progress;
    if (percentage > 0 && !isProfiling) report({ fraction: (percentage / 100) * readShare, detail });
  }, 250);
  let isProfiling = false;
  try {
    report({ fraction: 0, detail });
    const expected = await typeSample(database, dialect, given, types, scratch);
    const parquet = join(scratch, datasetFiles.data);
    const scanned = scan.then((found) => {
      if (found.longestLine > maximumLineLength) throw lineTooLong(source.name);
      return found;
    });
    scanned.catch(() => undefined);
    const loaded = await load(
      database,
      {
        source,
        dialect,
        given,
        types,
        scratch,
        parquet,
        scan: scanned,
        settleEncoding: (found) => settledEncoding(dialect.reading.encoding, given, found),
        signal,
        progress: (fraction) => report({ fraction: fraction * readShare, detail }),
        ...(params.keepText === true ? { text: join(scratch, textFile) } : {}),
        ...(reader === undefined ? {} : { reader }),
      },
      expected,
    );
    const { fingerprint, bytes } = await scanned;
    await requireUnchanged(source, bytes);
    isProfiling = true;
    const physical = dialect.names.map((name, i) => ({
      name,
      type: loaded.typing.forms[i]?.type ?? ('category' as const),
      given: types.has(name),
    }));
    const profile = await profileOf(database, `read_parquet(${literal(parquet)})`, physical, {
      signal,
      progress: (share) =>
        report({ fraction: readShare + share * (0.98 - readShare), detail: 'Summing up the columns' }),
    });
    if (profile.rows === 0) throw noReadableRows(source.name, loaded.rejectedRows, loaded.rejected);
    warnings.push(...loaded.typing.warnings, ...loaded.warnings, ...rejectedWarning(loaded.rejectedRows));
    await writeFile(join(scratch, datasetFiles.profile), JSON.stringify(profile), { flush: true });
    await writeFile(join(scratch, datasetFiles.rejected), JSON.stringify(loaded.rejected), { flush: true });
    throwIfCancelled(signal);
    const files = [...Object.values(datasetFiles), ...(params.keepText === true ? [textFile] : [])];
    for (const file of files) await rename(join(scratch, file), join(params.directory, file));
    report({ fraction: 1, detail });
    const form = { ...dialect.reading, encoding: loaded.encoding };
    const rows = new Set(loaded.unreadable.map(({ row }) => row));
    const lines = await linesOfRows(source.path, form, dialect.names.length, rows, signal);
    const outcome = {
      reading: {
        ...form,
        ...loaded.typing.reading,
        missingWords: loaded.typing.missing.words,
        ...(chosen.length === 0 ? {} : { columns: chosen }),
      },
      rows: profile.rows,
      columns: profile.columns.map(columnOf),
      rejectedRows: loaded.rejectedRows,
      warnings,
      unreadable: loaded.unreadable.map((cell) => ({ ...cell, line: lines.get(cell.row) ?? 0 })),
      fingerprint,
      bytes,
    };
    return { outcome, reader: loaded.reader };
  } catch (error) {
    // A file that changes while it is read fails in many ways; that it changed is what explains them.
    if (!(error instanceof StrongroomError && error.code === 'CANCELLED')) await requireUnchanged(source);
    throw error;
  } finally {
    clearInterval(watch);
    database.close();
  }
}

/** What was decided for columns of this file one by one: it holds for later files too. */
function chosenColumns(
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
  names: readonly string[],
): ColumnReading[] {
  const own = new Map((given.columns ?? []).map((column) => [column.name, column]));
  return names.flatMap((name) => {
    const type = types.get(name);
    const column = own.get(name);
    if (type === undefined) return column === undefined ? [] : [column];
    return [{ name, ...column, type }];
  });
}

/** Decisions on columns that the file does not have. */
function unknownColumns(given: Partial<Reading>, names: readonly string[]): Warning[] {
  const unknown = (given.columns ?? [])
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => `"${name}"`);
  if (unknown.length === 0) return [];
  return [
    {
      code: 'UNKNOWN_COLUMNS',
      message: `The file has no ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}, which the reading speaks of.`,
      next: 'Check the names of the columns.',
    },
  ];
}

function rejectedWarning(rows: number): Warning[] {
  if (rows === 0) return [];
  return [
    {
      code: 'REJECTED_ROWS',
      message:
        rows === 1
          ? 'One row could not be read and was set aside.'
          : `${rows} rows could not be read and were set aside.`,
      rows,
      next: 'See them with their lines and reasons under Data.',
    },
  ];
}

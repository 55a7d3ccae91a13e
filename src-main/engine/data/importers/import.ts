import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType } from '../../../contract/schemas/data';
import { textFile } from '../../protocol';
import type { ImportOutcome, TaskContext, TaskParams } from '../../protocol';
import { columnsOf } from '../column-kinds';
import { firstLine, openDatabase, throwIfCancelled } from '../database';
import type { Database } from '../database';
import { columnOf, profileOf } from '../profile';
import { literal } from '../sql';
import { findImporter } from './find';
import { noReadableRows } from './load';
import type { Reader } from './load';
import { hashFile } from './scan';
import { openSource, requireUnchanged } from './source';
import type { SourceFile } from './source';
import { unpack } from './unpack';

export const datasetFiles = {
  data: 'data.parquet',
  profile: 'profile.json',
  rejected: 'rejected.json',
} as const;

/** Shares of the whole that the steps take, for the progress bar. */
const readShare = 0.6;
/** Tables of more columns are summed up at once: opening them takes as long as that. */
const widestLater = 200;

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
  file: SourceFile,
  scratch: string,
  reader: Reader | undefined,
): Promise<{ outcome: ImportOutcome; reader: Reader }> {
  const given = params.reading ?? {};
  const detail = `Reading ${file.name}`;
  const parquet = join(scratch, datasetFiles.data);
  const databases: Database[] = [];
  let isProfiling = false;
  const watch = setInterval(() => {
    const percentage = databases.at(-1)?.connection.progress.percentage ?? 0;
    if (percentage > 0 && !isProfiling) report({ fraction: (percentage / 100) * readShare, detail });
  }, 250);
  try {
    report({ fraction: 0, detail });
    const packed = await unpack(file, given, scratch, { signal });
    const found = await findImporter(packed.source);
    const table = await found.importer.read({
      source: packed.source,
      given,
      types: new Map<string, ColumnType>(Object.entries(params.types ?? {})),
      ...(params.contract === undefined ? {} : { contract: params.contract }),
      scratch,
      parquet,
      signal,
      open: async (access) => {
        const spill = join(scratch, 'spill');
        const database = await openDatabase({ ...access, directories: [scratch], spill, signal });
        databases.push(database);
        return database;
      },
      progress: (fraction) => report({ fraction: fraction * readShare, detail }),
      ...(params.keepText === true ? { text: join(scratch, textFile) } : {}),
      ...(reader === undefined ? {} : { reader }),
    });
    const { database, rejected, rejectedRows } = table;
    const fingerprint =
      packed.source === file && table.fingerprint !== undefined
        ? table.fingerprint
        : await hashFile(file.path, signal);
    await requireUnchanged(file);
    isProfiling = true;
    const relation = `read_parquet(${literal(parquet)})`;
    const isSummedUp = params.summary !== 'later' || table.columns.length > widestLater;
    const profile = isSummedUp
      ? await profileOf(database, relation, table.columns, {
          signal,
          progress: (share) =>
            report({ fraction: readShare + share * (0.98 - readShare), detail: 'Summing up the columns' }),
        })
      : null;
    const known =
      profile === null
        ? await columnsOf(database, parquet, table.columns, signal)
        : { rows: profile.rows, columns: profile.columns.map(columnOf) };
    if (known.rows === 0) throw noReadableRows(file.name, rejectedRows, rejected);
    if (profile !== null)
      await writeFile(join(scratch, datasetFiles.profile), JSON.stringify(profile), { flush: true });
    await writeFile(join(scratch, datasetFiles.rejected), JSON.stringify(rejected), { flush: true });
    throwIfCancelled(signal);
    const { data, rejected: aside, profile: summary } = datasetFiles;
    const files: string[] = [data, aside];
    if (profile !== null) files.push(summary);
    if (table.hasText === true) files.push(textFile);
    for (const made of files) await rename(join(scratch, made), join(params.directory, made));
    report({ fraction: 1, detail });
    const outcome = {
      reading: { ...table.reading, ...packed.place },
      ...known,
      rejectedRows,
      unreadable: table.unreadable ?? [],
      warnings: [...packed.warnings, ...found.warnings, ...table.warnings, ...rejectedWarning(rejectedRows)],
      fingerprint,
      bytes: file.bytes,
    };
    return { outcome, reader: table.reader ?? 'careful' };
  } catch (error) {
    // A file that changes while it is read fails in many ways; that it changed is what explains them.
    if (!(error instanceof StrongroomError && error.code === 'CANCELLED')) await requireUnchanged(file);
    throw plainly(error, file.name);
  } finally {
    clearInterval(watch);
    for (const database of databases) database.close();
  }
}

/** The words of DuckDB, such as "Out of Range Error: …", told as what they mean for the person. */
function plainly(error: unknown, name: string): unknown {
  if (error instanceof StrongroomError || !(error instanceof Error)) return error;
  if (!/^[A-Z][\w ]* Error: /.test(error.message)) return error;
  return new StrongroomError('INTERNAL', `${name} could not be read to its end.`, {
    received: firstLine(error.message),
    next: 'Read it in another way, or give the columns other types. Report it with the text above.',
    cause: error,
  });
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

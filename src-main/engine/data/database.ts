import { availableParallelism } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { StrongroomError } from '../../contract/errors';
import { cancelled, throwIfCancelled } from './cancelled';
import { literal, literals } from './sql';

export { cancelled, throwIfCancelled } from './cancelled';

/** Held by DuckDB itself; with Node, buffers and the frames of a task the process stays under 1 GiB. */
const memoryLimit = '448MB';
/** The Parquet writer holds two blocks of 256 KiB for a column of words; wide tables have few rows. */
const wideMemory = (width: number): string => `${Math.max(800, Math.ceil(width * 0.7))}MB`;
/** Each thread of a CSV or Parquet reader holds buffers of its own, so more threads would cost memory. */
const maximumThreads = 4;
const wideTable = 200;

/** What one database may touch. Everything else on the disk, and the network, is out of its reach. */
export interface Access {
  /** Files it may read. */
  files: string[];
  /** Folders it may read and write. */
  directories: string[];
  /** Where it may put what does not fit into memory; without it nothing is spilled. */
  spill?: string;
  /** Columns that are worked on at once: wide tables get one thread, for each holds buffers a column. */
  width?: number;
  signal?: AbortSignal;
}

export interface Database {
  connection: DuckDBConnection;
  /** Runs a statement for its effect. */
  run(sql: string): Promise<void>;
  /** All rows of a query, by column name. */
  rows(sql: string): Promise<Record<string, DuckDBValue>[]>;
  /** Chunks of a query as columns, in row order. */
  chunks(sql: string): AsyncGenerator<DuckDBValue[][]>;
  /**
   * The same tables through a connection of its own, whose temporary tables and views end with it. It goes on when this
   * one is closed, but cannot be asked for then.
   */
  share(signal?: AbortSignal): Promise<Database>;
  close(): void;
}

/** DuckDB tells system errors in words only. */
function fromDuckDB(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return cancelled();
  const text = error instanceof Error ? error.message : String(error);
  if (/no space left|disk quota|max_temp_directory_size/i.test(text)) {
    return new StrongroomError('DISK_FULL', `The disk is full: ${firstLine(text)}`, {
      next: 'Free some space on the disk and try again.',
      cause: error,
    });
  }
  if (/permission denied|read-only file system/i.test(text)) {
    return new StrongroomError('NOT_WRITABLE', `The folder may not be written to: ${firstLine(text)}`, {
      next: 'Choose a folder that you may write to.',
      cause: error,
    });
  }
  return error;
}

export const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/**
 * Opens an in-memory database that can reach nothing but what `access` names: no extension is fetched or
 * loaded, and the settings cannot be changed by a statement. The caller closes it.
 */
export async function openDatabase(access: Access): Promise<Database> {
  const { signal } = access;
  throwIfCancelled(signal);
  const isWide = (access.width ?? 0) > wideTable;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: isWide ? wideMemory(access.width ?? 0) : memoryLimit,
    threads: String(isWide ? 1 : Math.min(maximumThreads, availableParallelism())),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    ...(access.spill === undefined ? {} : { temp_directory: access.spill }),
  });
  const connection = await instance.connect();
  const settings = [
    // Of the instance, so that connections that share it have them too.
    "SET GLOBAL TimeZone = 'UTC'",
    ...(access.spill === undefined ? [`SET temp_directory = ${literal('')}`] : []),
    `SET allowed_paths = ${literals(access.files)}`,
    `SET allowed_directories = ${literals(access.directories)}`,
    'SET enable_external_access = false',
    // Of this connection: those that share the instance come when settings are locked, and tell no progress.
    'SET enable_progress_bar = true',
    'SET enable_progress_bar_print = false',
    'SET lock_configuration = true',
  ];
  await connection.run(settings.join('; '));
  return databaseOver(instance, connection, signal, () => instance.closeSync());
}

function databaseOver(
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  closed: () => void,
): Database {
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);

  async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    throwIfCancelled(signal);
    try {
      return await work();
    } catch (error) {
      throw fromDuckDB(error, signal);
    }
  }

  return {
    connection,
    run: (sql) => guarded(async () => void (await connection.run(sql))),
    rows: (sql) =>
      guarded(async () => {
        const found = await connection.runAndReadAll(sql);
        const names = found.deduplicatedColumnNames();
        // As entries, so that a column called __proto__ is a column like any other.
        return found
          .getRows()
          .map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
      }),
    async *chunks(sql) {
      const result = await guarded(() => connection.stream(sql));
      for (;;) {
        const chunk = await guarded(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk.getColumns();
      }
    },
    async share(other) {
      throwIfCancelled(other);
      return databaseOver(instance, await instance.connect(), other, () => undefined);
    },
    close() {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
      closed();
    },
  };
}

/** A whole number or a decimal of DuckDB as a number; `fallback` for null. */
export function numeric(value: DuckDBValue | undefined, fallback = 0): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return fallback;
}

/**
 * A statistic to twelve digits: sums over threads differ in the last bits from run to run, and what is learned from
 * them should not.
 */
export const steady = (value: DuckDBValue | undefined): number => Number(numeric(value).toPrecision(12));

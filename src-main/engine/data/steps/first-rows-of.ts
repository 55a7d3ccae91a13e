import { stat } from 'node:fs/promises';
import type { CleaningStep } from '../../../contract/cleaning';
import type { ErrorPayload } from '../../../contract/errors';
import { numeric, openDatabase, throwIfCancelled } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { steps as implementations } from '.';
import { chain } from './chain';
import type { Learned } from './chain';
import { columnsOf, rowColumn } from './table';
import type { TableColumn } from './table';

/** Rows that are looked at: enough to see what a step does, few enough to answer at once. */
const mostRows = 20_000;
const mostCells = 1_000_000;
/** Tables of rows after some steps that are kept in memory, each as large as the first rows at most. */
const mostPrefixes = 6;
/** How long the rows stay in memory after the last look. */
const idleMilliseconds = 60_000;

/** Rows that a step is shown on. */
export interface Looked {
  relation: string;
  columns: readonly TableColumn[];
  /** Why steps before it could not be done, by their ids. */
  errors: Readonly<Record<string, ErrorPayload>>;
}

/** The first rows of a data set in memory, and those after the steps that were gone through lately. */
interface Entry {
  key: string;
  database: Database;
  source: Looked;
  sampled: number;
  total: number;
  prefixes: Map<string, Promise<Looked>>;
  idle: ReturnType<typeof setTimeout> | undefined;
}

/** One at a time: a person looks at one table. */
let kept: { key: string; entry: Promise<Entry> } | null = null;

async function read(key: string, parquet: string, signal: AbortSignal): Promise<Entry> {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
    const size = Math.max(100, Math.min(mostRows, Math.floor(mostCells / described.length)));
    await database.run(
      `CREATE TABLE "#sample" AS SELECT * EXCLUDE (file_row_number), file_row_number AS ${identifier(rowColumn)} FROM ${source} WHERE file_row_number < ${String(size)}`,
    );
    const [count = {}] = await database.rows(
      `SELECT (SELECT count(*) FROM ${source})::DOUBLE AS total, (SELECT count(*) FROM "#sample")::DOUBLE AS sampled`,
    );
    const relation = '"#sample"';
    return {
      key,
      database,
      source: { relation, columns: await columnsOf(database, relation), errors: {} },
      sampled: numeric(count['sampled']),
      total: numeric(count['total']),
      prefixes: new Map(),
      idle: undefined,
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function forget(key: string): void {
  if (kept?.key !== key) return;
  const { entry } = kept;
  kept = null;
  // Previews that are under way have connections of their own, and go on.
  void entry.then(
    ({ database, idle }) => {
      clearTimeout(idle);
      database.close();
    },
    () => undefined,
  );
}

async function entryOf(parquet: string, signal: AbortSignal): Promise<Entry> {
  // A data set never changes; a file that was put in the place of another does.
  const { size, mtimeMs } = await stat(parquet);
  const key = JSON.stringify([parquet, size, mtimeMs]);
  if (kept?.key !== key) {
    if (kept !== null) forget(kept.key);
    kept = { key, entry: read(key, parquet, signal) };
  }
  try {
    const entry = await kept.entry;
    clearTimeout(entry.idle);
    entry.idle = setTimeout(() => forget(key), idleMilliseconds).unref();
    return entry;
  } catch (error) {
    forget(key);
    // The look that began to read was cancelled, not this one.
    if (!signal.aborted && error instanceof Error && 'code' in error && error.code === 'CANCELLED')
      return entryOf(parquet, signal);
    throw error;
  }
}

export interface LookOptions {
  parquet: string;
  /** Those before the one that is looked at; switched on. */
  steps: readonly CleaningStep[];
  /** The one that is looked at, if any. */
  also: readonly CleaningStep[];
  seed: number;
  /** What steps learned from all rows, as far as it is known. */
  learned: Learned;
  /** Where that was read, which tells it apart. */
  learnedIn: string | null;
  signal: AbortSignal;
}

/** The first rows of a data set after some steps, through a database that the caller closes. Fewer for costly steps. */
export async function lookAtFirstRows({
  parquet,
  steps,
  also,
  seed,
  learned,
  learnedIn,
  signal,
}: LookOptions): Promise<{
  database: Database;
  before: Looked;
  sampled: number;
  total: number;
}> {
  const { key: of, prefixes, database: all, total, ...read } = await entryOf(parquet, signal);
  const width = read.source.columns.length;
  const most = Math.min(
    ...[...steps, ...also].map((step) => implementations[step.kind].previewRows(step, width)),
  );
  const source =
    most < read.sampled
      ? { ...read.source, relation: `(SELECT * FROM ${read.source.relation} LIMIT ${String(most)})` }
      : read.source;
  const sampled = Math.min(most, read.sampled);
  const database = await all.share(signal);
  try {
    if (steps.length === 0) return { database, before: source, sampled, total };
    const known = steps.map(({ id }) => Object.hasOwn(learned, id));
    const key = JSON.stringify([
      seed,
      steps.map((step) => ({ ...step, name: null })),
      learnedIn,
      known,
      sampled,
    ]);
    const table = `#prefix ${String(prefixes.size)}`;
    const found = prefixes.get(key);
    if (found !== undefined) return { database, before: await found, sampled, total };
    const made = done(database, table, { steps, seed, learned, source });
    prefixes.set(key, made);
    if (prefixes.size >= mostPrefixes) forget(of);
    return { database, before: await made, sampled, total };
  } catch (error) {
    database.close();
    // Another look would wait for the same failure, or for work that was cancelled.
    forget(of);
    throwIfCancelled(signal);
    throw error;
  }
}

/** The rows after steps in a table that every connection sees: computed once, however often the next step is edited. */
async function done(
  database: Database,
  name: string,
  { steps, seed, learned, source }: Pick<LookOptions, 'steps' | 'seed' | 'learned'> & { source: Looked },
): Promise<Looked> {
  const made = await chain({
    database,
    relation: source.relation,
    steps,
    seed,
    known: learned,
    tolerant: true,
  });
  const errors = made.stages.flatMap(({ step: { id }, error }) =>
    error === null ? [] : [[id, error] as const],
  );
  const relation = identifier(name);
  await database.run(`CREATE TABLE ${relation} AS SELECT * FROM ${made.relation}`);
  return { relation, columns: made.columns, errors: Object.fromEntries(errors) };
}

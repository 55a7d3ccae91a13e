import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { Column, ColumnType, Inspection, Reading, RejectedRow } from '../../contract/schemas/data';
import type { UnreadableCell } from '../../contract/schemas/decisions';
import type { ImportOutcome } from '../../engine/protocol';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { part, type Work } from './work';

/** A folder or archive of pictures, as a person calls it. */
export interface ImageSource {
  path: string;
  name: string;
}

/** What a source turned out to be, once its pictures were looked for. */
export interface Unfolded {
  /** The table to read: the file itself, a table of the folder, or one that was made of the pictures. */
  file: SourceFile;
  /** How a table that was made is read. */
  reading: Partial<Reading>;
  /** Where the pictures are that a column of the table names; null without any. */
  beside: ImageSource | null;
  /** What became of the pictures, where the table was made of them. */
  packed: { rejected: RejectedRow[]; rejectedCount: number; bytes: number; warnings: Warning[] } | null;
}

type TaskOptions = NonNullable<Parameters<House['engine']['run']>[2]>;

const zipMagic = 'PK\x03\x04';

/** The table that is made of pictures, with the columns image, label and path. */
const madeReading: Partial<Reading> = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  hasHeader: true,
  missingWords: [],
  columns: [
    { name: 'label', type: 'category' },
    { name: 'path', type: 'text' },
  ],
};

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const head = Buffer.alloc(zipMagic.length);
    await file.read(head, 0, head.length, 0);
    return head.toString('latin1') === zipMagic;
  } finally {
    await file.close();
  }
}

function passedOver(others: number): Warning[] {
  if (others === 0) return [];
  return [
    {
      code: 'FILES_PASSED_OVER',
      message: `${String(others)} ${others === 1 ? 'file that is no picture was' : 'files that are no pictures were'} passed over.`,
      rows: others,
    },
  ];
}

export function rejectedImages(count: number, rejected: readonly RejectedRow[]): Warning[] {
  if (count === 0) return [];
  const [first] = rejected;
  return [
    {
      code: 'REJECTED_ROWS',
      message: `${count === 1 ? 'One picture' : `${String(count)} pictures`} could not be read and ${count === 1 ? 'was' : 'were'} set aside${first === undefined ? '' : `: ${first.reason}`}`,
      rows: count,
      next: 'See them with their paths and reasons under Data.',
    },
  ];
}

/** Packs pictures into `directory` and makes a table of them, where their folders are their labels. */
async function gather(
  { engine }: House,
  source: ImageSource,
  directory: string,
  scratch: string,
  column: string,
  options: ReturnType<typeof part>,
): Promise<Unfolded> {
  const table = join(scratch, 'pictures.csv');
  const { rejected, rejectedCount, bytes, others } = await engine.run(
    'gather-images',
    { source: source.path, name: source.name, directory, table, column },
    options,
  );
  return {
    file: { path: table, name: source.name },
    reading: madeReading,
    beside: null,
    packed: {
      rejected,
      rejectedCount,
      bytes,
      warnings: [...rejectedImages(rejectedCount, rejected), ...passedOver(others)],
    },
  };
}

/**
 * Looks for pictures in what a person chose. A folder or a zip archive of pictures becomes a table of them, packed into
 * `directory`; one that holds a table, too, is that table with the pictures beside it. Anything else stays what it is.
 * @param column what the column of pictures is called. @param labels whether folders are taken for labels in any case.
 * Throws IMAGES_NOT_FOUND, FILE_NOT_FOUND, FILE_DAMAGED, FILE_TOO_LARGE.
 */
export async function unfold(
  house: House,
  file: SourceFile,
  directory: string,
  scratch: string,
  work: Work,
  { column = 'image', labels = false }: { column?: string; labels?: boolean } = {},
): Promise<Unfolded> {
  const plain: Unfolded = { file, reading: {}, beside: file.images ?? null, packed: null };
  const { path, name } = file;
  const folder = await isFolder(path);
  if (!folder && !(await isZip(path))) return plain;
  const { images, tables } = await house.engine.run(
    'survey-files',
    { source: path, name },
    { signal: work.signal },
  );
  const source = { path, name };
  if (images === 0) {
    if (!folder) return plain;
    throw new StrongroomError('IMAGES_NOT_FOUND', `The folder ${name} holds no pictures.`, {
      expected: 'PNG, JPEG, WebP, GIF or BMP files, in a folder a class',
      received: tables.length === 0 ? 'none' : `tables such as ${tables[0] ?? ''}`,
      next: tables.length === 0 ? 'Choose the folder that the pictures are in.' : 'Choose the table itself.',
    });
  }
  const [table] = tables;
  if (table === undefined || labels)
    return gather(house, source, directory, scratch, column, part(work, 0, 1, `Reading ${name}`));
  const inside = folder ? { ...file, path: join(path, table) } : file;
  const reading = folder ? {} : { member: table };
  return { file: inside, reading, beside: file.images ?? source, packed: null };
}

/** What attaching pictures made of columns. */
export interface Attached {
  columns: Column[];
  unreadable: UnreadableCell[];
  warnings: Warning[];
}

/**
 * Puts pictures in place of the paths that a table has of them, and packs them into `directory`.
 * @param columns that are to be pictures; null for those that mostly hold paths of them.
 * @returns null where no column names any of the pictures.
 */
export async function attachImages(
  { engine }: House,
  parquet: string,
  source: ImageSource,
  directory: string,
  columns: readonly string[] | null,
  options: TaskOptions,
): Promise<Attached | null> {
  const { columns: found } = await engine.run('image-paths', { parquet, columns }, options);
  const wanted = [...new Set(found.flatMap(({ paths }) => paths))];
  if (wanted.length === 0) return null;
  const gathered = await engine.run(
    'gather-images',
    { source: source.path, name: source.name, directory, wanted },
    options,
  );
  const { references, reasons } = gathered;
  const placed = found.filter(
    ({ name, paths }) => columns?.includes(name) ?? paths.some((path) => Object.hasOwn(references, path)),
  );
  if (gathered.images === 0 || placed.length === 0) return null;
  const made = `${parquet}.with-images`;
  const result = await engine.run(
    'place-images',
    { parquet, path: made, columns: placed.map(({ name }) => ({ name, references, reasons })) },
    options,
  );
  await rename(made, parquet);
  return {
    columns: result.columns,
    unreadable: result.unreadable,
    warnings: result.missing.map(({ column, rows }) => {
      const first = result.unreadable.find((cell) => cell.column === column);
      return {
        code: 'IMAGES_MISSING',
        message: `${String(rows)} ${rows === 1 ? 'row names' : 'rows name'} no picture that can be read in "${column}" and ${rows === 1 ? 'counts' : 'count'} as missing${first === undefined ? '' : `, such as "${first.value}" in row ${String(first.row)}: ${first.reason}`}.`,
        column,
        rows,
        next: 'Put the pictures there, or correct their paths.',
      };
    }),
  };
}

/** Throws IMAGES_NOT_FOUND where a table and the pictures beside it have nothing to do with each other. */
export const nothingNamed = (table: string, images: string): StrongroomError =>
  new StrongroomError('IMAGES_NOT_FOUND', `No column of ${table} names pictures of ${images}.`, {
    expected: 'a column of paths from that folder on, or of names that one picture has alone',
    received: 'none of which a picture was found',
    next: 'Choose the folder that the paths begin in.',
  });

/** What an import tells once pictures are part of it. */
export function withImages(
  outcome: ImportOutcome,
  { packed }: Unfolded,
  attached: Attached | null,
): ImportOutcome {
  const changed = new Map((attached?.columns ?? []).map((column) => [column.name, column]));
  const broken = [...(outcome.unreadable ?? []), ...(attached?.unreadable ?? [])];
  return {
    ...outcome,
    columns: outcome.columns.map((column) => changed.get(column.name) ?? column),
    rejectedRows: outcome.rejectedRows + (packed?.rejectedCount ?? 0),
    warnings: [...(packed?.warnings ?? []), ...outcome.warnings, ...(attached?.warnings ?? [])],
    unreadable: broken,
    bytes: packed?.bytes ?? outcome.bytes,
  };
}

/** Rows that a first look shows. */
const shownRows = 12;

/** The first look at a folder or archive of pictures that has no table; null where it is anything else. */
export async function inspectImages({ engine }: House, source: ImageSource): Promise<Inspection | null> {
  const { path, name } = source;
  if (!(await isZip(path))) return null;
  const { images, tables, paths, bytes } = await engine.run('survey-files', { source: path, name });
  if (images === 0 || tables.length > 0) return null;
  const column = (called: string, type: ColumnType): Column => ({
    name: called,
    type,
    identifier: false,
    constant: false,
  });
  const rows = paths.slice(0, shownRows).map(({ path: file, label }) => [file, label, file]);
  return {
    name,
    bytes,
    reading: {
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      hasHeader: true,
      decimalSeparator: '.',
      dateOrder: 'ymd',
      missingWords: [],
    },
    columns: [column('image', 'image'), column('label', 'category'), column('path', 'text')],
    sample: rows,
    values: rows,
    warnings: [],
  };
}

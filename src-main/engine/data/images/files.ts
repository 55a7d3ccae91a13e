import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import { throwIfCancelled } from '../cancelled';
import { damagedPackage, unpackedLimit } from '../importers/archives/limits';
import { openZip } from '../importers/archives/zip-file';
import type { Zip } from '../importers/archives/zip-file';

/** Names that a picture may have. */
const pictures = /\.(png|jpe?g|jfif|webp|gif|bmp|dib)$/i;
/** Names of tables, beside which pictures may lie. */
const tables = /\.(csv|tsv|xlsx|xlsm|xlsb|xls|ods|parquet|pq|json|jsonl|ndjson)$/i;
/** What systems put into folders and archives. */
const clutter = /(^|\/)(__MACOSX\/|\.|thumbs\.db$|desktop\.ini$)/i;
/** What makes a zip file a workbook or another document, whose pictures are none of the data. */
const documents = ['[Content_Types].xml', 'mimetype'];

/** More files than this are not looked at. */
const mostFiles = 1_000_000;
const deepest = 32;

/** A file of a folder or an archive. */
export interface FoundFile {
  /** From the folder on, with slashes. */
  path: string;
  /** As the system or the archive says. */
  bytes: number;
  /** Why it is not read, such as being a link; null where it may be. */
  refused: string | null;
  /** Throws StrongroomError or what the system says. @param most bytes that it may have. */
  read(most: number): Promise<Buffer>;
}

/** A folder or an archive that is open; the caller closes it. */
export interface FileSet {
  files: FoundFile[];
  close(): void;
}

const tooMany = (name: string): StrongroomError =>
  new StrongroomError('FILE_TOO_LARGE', `${name} holds more than ${String(mostFiles)} files.`, {
    next: 'Choose a folder with the pictures alone.',
  });

async function walk(root: string, signal?: AbortSignal): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  const enter = async (folder: string, inside: string, depth: number): Promise<void> => {
    if (depth > deepest) return;
    throwIfCancelled(signal);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (clutter.test(path)) continue;
      const place = join(folder, entry.name);
      if (entry.isDirectory()) await enter(place, path, depth + 1);
      else if (entry.isFile()) files.push(await ofSystem(place, path));
      // A link may lead out of the folder.
      else if (entry.isSymbolicLink())
        files.push({ path, bytes: 0, refused: 'it is a link to another place', read: () => readFile(place) });
      if (files.length > mostFiles) throw tooMany(basename(root));
    }
  };
  await enter(root, '', 0);
  return files;
}

async function ofSystem(place: string, path: string): Promise<FoundFile> {
  const { size } = await lstat(place);
  return {
    path,
    bytes: size,
    refused: null,
    read: (most) => (size > most ? Promise.reject(tooLargeFile(path, most)) : readFile(place)),
  };
}

const tooLargeFile = (path: string, most: number): StrongroomError =>
  new StrongroomError('FILE_TOO_LARGE', `${path} is larger than a picture may be.`, {
    expected: `at most ${String(Math.round(most / 2 ** 20))} MB`,
    received: 'more',
  });

/** The bytes of a member, counted as they come. */
async function inflate(zip: Zip, path: string, packed: number, most: number): Promise<Buffer> {
  const entry = zip.entries.get(path);
  if (entry === undefined) throw new StrongroomError('INTERNAL', `The archive lost ${path}.`);
  const limit = Math.min(most, unpackedLimit(packed));
  const stream = await zip.read(entry);
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const block of stream) {
      const piece: Buffer = block;
      bytes += piece.length;
      if (bytes > limit) throw tooLargeFile(path, limit);
      pieces.push(piece);
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(pieces);
}

async function unzip(path: string, name: string): Promise<FileSet> {
  let zip: Zip;
  try {
    zip = await openZip(path, mostFiles);
  } catch (error) {
    throw damagedPackage(name, 'a whole zip file', error);
  }
  const isDocument = documents.some((member) => zip.entries.has(member));
  const files = [...zip.entries.values()]
    .filter(({ fileName }) => !isDocument && !clutter.test(fileName))
    .map((entry): FoundFile => ({
      path: entry.fileName,
      bytes: entry.uncompressedSize,
      refused: entry.isEncrypted() ? 'it is protected by a password' : null,
      read: (most) => inflate(zip, entry.fileName, entry.compressedSize, most),
    }));
  return { files, close: () => zip.close() };
}

/**
 * Every file of a folder or a zip archive, in the order of their paths; what systems put beside is left out, and links
 * are not followed. Throws FILE_NOT_FOUND, FILE_DAMAGED or FILE_TOO_LARGE.
 */
export async function openFiles(path: string, name: string, signal?: AbortSignal): Promise<FileSet> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new StrongroomError('FILE_NOT_FOUND', `There is no folder or archive ${name}.`, {
      received: path,
      next: 'Check the name and the folder.',
    });
  }
  const set = found.isDirectory()
    ? { files: await walk(path, signal), close: () => undefined }
    : await unzip(path, name);
  const files = set.files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { ...set, files };
}

export const isPicture = ({ path }: Pick<FoundFile, 'path'>): boolean => pictures.test(path);
export const isTable = ({ path }: Pick<FoundFile, 'path'>): boolean => tables.test(path);

/** Whether a text may be the path of a picture. */
export const looksLikePicture = (text: string): boolean => pictures.test(text.trim());

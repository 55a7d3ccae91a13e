import { open, stat } from 'node:fs/promises';
import { StrongroomError } from '../../../contract/errors';
import { detectEncoding } from './encoding';

/** Bytes that the first look at a file takes. */
export const sampleBytes = 1 << 20;
/** A longer line (or a longer row, when cells hold line breaks) is refused: it would fill the memory. */
export const maximumLineLength = 16 * 1024 * 1024;

export interface SourceFile {
  path: string;
  name: string;
  bytes: number;
  modified: number;
  head: Buffer;
}

/** First bytes of files that are often taken for a spreadsheet, with what to do about each. */
const binaryKinds: { magic: number[]; what: string; next: string }[] = [
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF', next: 'Export the table behind it as CSV.' },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture', next: 'Choose the table itself as CSV.' },
  { magic: [0xff, 0xd8, 0xff], what: 'a JPEG picture', next: 'Choose the table itself as CSV.' },
  { magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], what: 'an SQLite database', next: 'Export a table as CSV.' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive', next: 'Unpack it and choose the table inside.' },
  { magic: [0x42, 0x5a, 0x68], what: 'a bzip2 archive', next: 'Unpack it and choose the table inside.' },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    what: 'a Zstandard archive',
    next: 'Unpack it and choose the table inside.',
  },
  { magic: [0x52, 0x61, 0x72, 0x21], what: 'a RAR archive', next: 'Unpack it and choose the table inside.' },
];

export const startsWith = (head: Buffer, magic: readonly number[]): boolean =>
  magic.every((byte, i) => head[i] === byte);

/** From this share of zero bytes on, a file is no text with a few stray ones. */
const binaryZeroShare = 0.25;

/** Zero bytes beside other control characters, or many of them. A stray NUL alone is left out by the import. */
function hasBinaryBytes(head: Buffer): boolean {
  if (!head.includes(0) || detectEncoding(head).startsWith('utf-16')) return false;
  let zeros = 0;
  for (const byte of head) {
    if (byte === 0) zeros++;
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1a && byte !== 0x1b)) return true;
  }
  return zeros >= binaryZeroShare * head.length;
}

function refuseBinary(name: string, head: Buffer): void {
  const known = binaryKinds.find(({ magic }) => startsWith(head, magic));
  if (known === undefined && !hasBinaryBytes(head)) return;
  throw new StrongroomError(
    'FILE_NOT_TEXT',
    `${name} is ${known?.what ?? 'a binary file'}, not delimited text.`,
    {
      expected: 'text with a row a line, such as CSV or TSV',
      received: known?.what ?? 'bytes of zero within the text',
      next: known?.next ?? 'Save the table as CSV (UTF-8) and choose that file.',
    },
  );
}

/** Whether an ended line follows within the longest line allowed; only looked for when the head has none. */
async function refuseLongLine(path: string, name: string, head: Buffer): Promise<void> {
  if (head.includes(10) || head.includes(13)) return;
  const file = await open(path, 'r');
  try {
    const block = Buffer.alloc(sampleBytes);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length, length);
      const part = block.subarray(0, bytesRead);
      if (bytesRead === 0 || part.includes(10) || part.includes(13)) return;
      length += bytesRead;
      if (length > maximumLineLength) throw lineTooLong(name);
    }
  } finally {
    await file.close();
  }
}

export function lineTooLong(name: string): StrongroomError {
  return new StrongroomError('LINE_TOO_LONG', `${name} has a line that is too long to be a row of a table.`, {
    expected: `lines of at most ${maximumLineLength / 1024 / 1024} MB`,
    received: 'a longer one',
    next: 'Check that the file has line breaks between its rows and that its quotes are closed.',
  });
}

function notReadable(name: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new StrongroomError('FILE_NOT_FOUND', `${name} does not exist.`, {
      next: 'Check the path and try again.',
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new StrongroomError('FILE_NOT_READABLE', `${name} may not be read.`, {
      next: 'Change its permissions, or copy it to a place of yours.',
      cause: error,
    });
  }
  return error;
}

/** Throws FILE_NOT_TEXT or LINE_TOO_LONG for what cannot be delimited text. */
export async function requireText({ path, name, head }: SourceFile): Promise<void> {
  refuseBinary(name, head);
  await refuseLongLine(path, name, head);
}

/** Looks at a file before it is read. Throws FILE_NOT_FOUND, FILE_NOT_READABLE or FILE_EMPTY. */
export async function openSource(path: string, name: string): Promise<SourceFile> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      throw new StrongroomError('FILE_NOT_READABLE', `${name} is not a file.`, {
        expected: 'a file with a table',
        received: found.isDirectory() ? 'a folder' : 'a device or pipe',
        next: 'Choose a file.',
      });
    }
    const file = await open(path, 'r');
    let head: Buffer;
    try {
      const block = Buffer.alloc(Math.min(sampleBytes, found.size));
      const { bytesRead } = await file.read(block, 0, block.length, 0);
      head = block.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
    if (head.length === 0 || (found.size <= sampleBytes && /^[\s\ufeff]*$/.test(head.toString('utf8')))) {
      throw new StrongroomError('FILE_EMPTY', `${name} is empty.`, {
        expected: 'a line with column names, then rows',
        received: `${found.size} bytes`,
        next: 'Choose another file.',
      });
    }
    return { path, name, bytes: found.size, modified: found.mtimeMs, head };
  } catch (error) {
    throw notReadable(name, error);
  }
}

/** Throws FILE_CHANGED when the file is not as it was when it was opened. */
export async function requireUnchanged(source: SourceFile, bytesSeen?: number): Promise<void> {
  const now = await stat(source.path).catch(() => null);
  const same = now !== null && now.size === source.bytes && now.mtimeMs === source.modified;
  if (same && (bytesSeen === undefined || bytesSeen === source.bytes)) return;
  throw new StrongroomError('FILE_CHANGED', `${source.name} changed while it was read.`, {
    expected: `${source.bytes} bytes, unchanged`,
    received: now === null ? 'the file is gone' : `${now.size} bytes, changed ${now.mtime.toISOString()}`,
    next: 'Wait until the program that writes it is done, then import it again.',
  });
}

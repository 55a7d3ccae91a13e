import { StrongroomError } from '../../src-main/contract/errors';

/** What a zip archive without its extensions can hold. */
const mostFiles = 65_535;
const mostBytes = 0xffffffff;
/** Bit 11 of the flags: names are UTF-8. */
const utf8Names = 0x0800;
/** 1 January 1980, the first day that a zip archive knows. */
const firstDay = 0x0021;
const versionNeeded = 20;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** CRC-32 as zip archives have it (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The fields that the head of a file and its entry in the directory share. */
function common(view: DataView, at: number, crc: number, bytes: number, name: number): void {
  view.setUint16(at, versionNeeded, true);
  view.setUint16(at + 2, utf8Names, true);
  // Stored as they are: pictures are compressed already.
  view.setUint16(at + 4, 0, true);
  view.setUint16(at + 8, firstDay, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes, true);
  view.setUint32(at + 18, bytes, true);
  view.setUint16(at + 22, name, true);
}

const tooMuch = (received: string): StrongroomError =>
  new StrongroomError('FILE_TOO_LARGE', 'The folder is too large to be opened here.', {
    expected: `at most ${String(mostFiles)} files and 4 GB`,
    received,
    next: 'Choose a smaller folder, or train on it from the command line: strongroom train FOLDER --target label.',
  });

/**
 * The files of a folder as one zip archive, by which they are handed to the main side. Their bytes stay where they are.
 * Throws FILE_TOO_LARGE. @param onProgress from 0 to 1.
 */
export async function zipOf(
  name: string,
  files: readonly { path: string; file: File }[],
  onProgress: (fraction: number) => void = () => undefined,
): Promise<File> {
  if (files.length > mostFiles) throw tooMuch(`${String(files.length)} files`);
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  if (total > mostBytes * 0.95) throw tooMuch(`${String(Math.round(total / 2 ** 20))} MB`);
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let [at, length, done] = [0, 0, 0];
  for (const { path, file } of files) {
    const written = new TextEncoder().encode(path);
    const crc = crc32(new Uint8Array(await file.arrayBuffer()));
    const local = new Uint8Array(30 + written.length);
    const view = new DataView(local.buffer);
    view.setUint32(0, 0x04034b50, true);
    common(view, 4, crc, file.size, written.length);
    local.set(written, 30);
    parts.push(local, file);
    const entry = new Uint8Array(46 + written.length);
    const other = new DataView(entry.buffer);
    other.setUint32(0, 0x02014b50, true);
    other.setUint16(4, versionNeeded, true);
    common(other, 6, crc, file.size, written.length);
    other.setUint32(42, at, true);
    entry.set(written, 46);
    directory.push(entry);
    at += local.length + file.size;
    length += entry.length;
    done += file.size;
    onProgress(total === 0 ? 1 : done / total);
  }
  const end = new Uint8Array(22);
  const last = new DataView(end.buffer);
  last.setUint32(0, 0x06054b50, true);
  last.setUint16(8, files.length, true);
  last.setUint16(10, files.length, true);
  last.setUint32(12, length, true);
  last.setUint32(16, at, true);
  return new File([...parts, ...directory, end], name);
}

/** The files that a folder dialog gives, with their paths from the folder on, and what the folder is called. */
export function chosenFolder(files: readonly File[]): {
  name: string;
  files: { path: string; file: File }[];
} {
  const [first] = files;
  const name = first?.webkitRelativePath.split('/')[0] ?? 'folder';
  return {
    name: name === '' ? 'folder' : name,
    files: files.map((file) => ({
      path:
        file.webkitRelativePath === '' ? file.name : file.webkitRelativePath.split('/').slice(1).join('/'),
      file,
    })),
  };
}

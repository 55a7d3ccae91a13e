import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, pipeline as connect } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { Trouble } from './trouble.mjs';

// Offsets are those of PKWARE's APPNOTE.TXT, 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (its end).
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const longestComment = 0xffff;
const zip64 = 0xffffffff;

const damaged = (path, what) => new Trouble(`${path} is not a whole wheel: ${what}.`, 'Download it again.');

/** Reads exactly so many bytes. What an archive says of lengths may be anything. */
async function readAt(file, path, position, length) {
  const { size } = await file.stat();
  if (position + length > size) throw damaged(path, 'it ends too early');
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw damaged(path, 'it cannot be read to its end');
  return buffer;
}

async function readEnd(file, path) {
  const { size } = await file.stat();
  const length = Math.min(size, endLength + longestComment);
  const tail = await readAt(file, path, size - length, length);
  for (let at = length - endLength; at >= 0; at--) {
    if (tail.readUInt32LE(at) === endSignature) return tail.subarray(at);
  }
  throw damaged(path, 'the list of its files is missing');
}

function readEntry(directory, at) {
  const nameLength = directory.readUInt16LE(at + 28);
  const next = at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  return {
    next,
    entry: {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    },
  };
}

/**
 * The files of a zip archive.
 * @typedef {{ name: string, method: number, packed: number, size: number, offset: number }} Entry
 * @param {import('node:fs/promises').FileHandle} file @param {string} path for errors.
 * @returns {Promise<Entry[]>}
 */
export async function listEntries(file, path) {
  const end = await readEnd(file, path);
  const count = end.readUInt16LE(10);
  const start = end.readUInt32LE(16);
  if (start === zip64 || count === 0xffff) throw damaged(path, 'it is larger than a wheel is expected to be');
  const directory = await readAt(file, path, start, end.readUInt32LE(12));
  const entries = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature) {
      throw damaged(path, 'the list of its files is damaged');
    }
    const { next, entry } = readEntry(directory, at);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/** Ends when a name would lead out of the folder that it is unpacked into. */
function requireInside(path, name) {
  if (name.includes('\\') || name.includes(':') || name.startsWith('/') || name.split('/').includes('..')) {
    throw damaged(path, `it names the file ${JSON.stringify(name)}`);
  }
}

const chunkLength = 2 ** 20;

/** A part of a file, chunk by chunk. */
async function* partOf(file, path, start, length) {
  for (let done = 0; done < length; done += chunkLength) {
    yield await readAt(file, path, start + done, Math.min(chunkLength, length - done));
  }
}

/** The content of an entry as chunks; ends with an error where there is more than was announced. */
async function* contentOf(file, path, { name, method, packed, size, offset }, told) {
  const header = await readAt(file, path, offset, 30);
  if (header.readUInt32LE(0) !== localSignature || (method !== 0 && method !== 8)) {
    throw damaged(path, `${name} cannot be unpacked`);
  }
  if (packed === 0) return;
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const raw = partOf(file, path, start, packed);
  // An error anywhere ends the last stream with it, so that the loop below throws it.
  const plain =
    method === 0
      ? raw
      : connect(Readable.from(raw), createInflateRaw({ chunkSize: chunkLength }), () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of plain) {
      bytes += chunk.length;
      if (bytes > size) throw damaged(path, `${name} is longer than announced`);
      told(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw String(error?.code).startsWith('Z_') ? damaged(path, `${name} cannot be unpacked`) : error;
  }
  if (bytes !== size) throw damaged(path, `${name} is shorter than announced`);
}

/** @returns the content of an entry, which should be small. */
export async function readContent(file, path, entry) {
  const chunks = [];
  for await (const chunk of contentOf(file, path, entry, () => undefined)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Unpacks an entry below a folder.
 * @param {(bytes: number) => void} told of every chunk's length.
 * @returns {Promise<string>} the SHA-256 of the content in base64url, as wheels record it.
 */
export async function unpackEntry(file, path, entry, folder, told) {
  requireInside(path, entry.name);
  const target = join(folder, entry.name);
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const chunk of contentOf(file, path, entry, told)) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(hashed(), createWriteStream(target));
  return hash.digest('base64url');
}

export const openArchive = (path) => open(path, 'r');

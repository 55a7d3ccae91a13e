import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Trouble, bringFiles } from './trouble.mjs';

/** A connection on which nothing has come for so long is given up. */
const patienceMilliseconds = 60_000;

const isLoopback = ({ hostname }) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

function unreachable(url, error) {
  const why = error?.cause?.code ?? error?.cause?.message ?? error?.message ?? String(error);
  return new Trouble(
    `${url.host} could not be read (${why}).`,
    `Check the connection; a proxy of your organisation is not used by itself. ${bringFiles}`,
  );
}

/** Asks for an address, by https unless it is this machine's own. */
async function request(url, signal) {
  if (url.protocol !== 'https:' && !isLoopback(url)) {
    throw new Trouble(`${url.href} is not read, since it is not https.`, 'Give an index with https.');
  }
  const answer = await fetch(url, { signal }).catch((error) => {
    throw unreachable(url, error);
  });
  if (answer.ok) return answer;
  throw new Trouble(`${url.href} answered ${answer.status}.`, `Try again later. ${bringFiles}`);
}

/** @param {URL} url @returns the JSON document there. */
export async function readIndex(url) {
  const answer = await request(url, AbortSignal.timeout(patienceMilliseconds));
  return answer.json().catch((error) => {
    throw unreachable(url, error);
  });
}

/** Ends with a reason when the content is not what was announced. */
export function requireChecksum(what, actual, expected) {
  if (actual === expected) return;
  throw new Trouble(
    `${what} is not what was announced: its SHA-256 is ${actual}, and should be ${expected}. It is not used.`,
    'Try again. If it happens again, something between here and the index changes files: tell who runs your network.',
  );
}

/** Passes chunks on, hashes them, and tells how many bytes went by. */
async function* watched(chunks, hash, told) {
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    told(bytes);
    yield chunk;
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function checksumOf(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Downloads a file and refuses it when its SHA-256 is another one.
 * @param {{ url: URL, fileName: string, size: number, sha256: string }} wheel
 * @param {(done: number, size: number) => void} progress
 */
export async function download({ url, fileName, size, sha256 }, path, progress) {
  const giveUp = new AbortController();
  let timer = setTimeout(() => giveUp.abort(new Error('nothing comes')), patienceMilliseconds);
  const hash = createHash('sha256');
  try {
    const answer = await request(url, giveUp.signal);
    const told = (bytes) => {
      timer.refresh();
      progress(bytes, size);
    };
    await pipeline(watched(Readable.fromWeb(answer.body), hash, told), createWriteStream(path));
    requireChecksum(fileName, hash.digest('hex'), sha256);
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof Trouble || error?.code === 'ENOSPC') throw error;
    throw unreachable(url, giveUp.signal.aborted ? giveUp.signal.reason : error);
  } finally {
    clearTimeout(timer);
  }
}

import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { throwIfCancelled } from '../../database';
import { sampleBytes } from '../source';
import type { UnpackOptions } from '../unpack';
import { tooLarge } from './limits';

/** What a first look at text needs, and more than it takes, so that it knows that there is more. */
const beginningBytes = 2 * sampleBytes;

/** Whether a file has to be whole to be looked at: packages, workbooks, Parquet and JSON. */
const needsEnd = (head: Buffer): boolean =>
  ['PK', 'PAR1', '\x1f\x8b', '\xd0\xcf'].some((magic) =>
    head.subarray(0, 4).toString('latin1').startsWith(magic),
  ) || /^[\s\ufeff]*[[{]/.test(head.subarray(0, 64).toString('utf8'));

/**
 * Writes what comes out of a package. The bytes that come are counted, not those that a header promises.
 * Throws FILE_TOO_LARGE beyond `limit`.
 */
export async function writeUnpacked(
  stream: Readable,
  target: string,
  name: string,
  limit: number,
  { signal, onlyBeginning }: UnpackOptions,
): Promise<void> {
  const file = await open(target, 'w');
  try {
    let bytes = 0;
    let mayStop = false;
    for await (const block of stream) {
      throwIfCancelled(signal);
      const piece: Buffer = block;
      if (bytes === 0) mayStop = onlyBeginning === true && !needsEnd(piece);
      bytes += piece.length;
      if (bytes > limit) throw tooLarge(name, limit);
      await file.write(piece);
      if (mayStop && bytes > beginningBytes) return;
    }
  } finally {
    stream.destroy();
    await file.close();
  }
}

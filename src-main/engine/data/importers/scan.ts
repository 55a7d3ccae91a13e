import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../database';
import { wholeUtf8 } from './encoding';
import type { PlainRows } from './plain/plain-rows';
import { maximumLineLength } from './source';

const blockBytes = 1 << 20;
const quoteByte = 34;

/** What one look at every byte of a file tells. */
export interface Scan {
  fingerprint: string;
  bytes: number;
  utf8: boolean;
  hasZero: boolean;
  hasCarriageReturn: boolean;
  /** A cell that begins with spaces and a quote: DuckDB drops the spaces, which are part of the cell. */
  hasSpacedQuote: boolean;
  /** Bytes of the longest stretch without a line feed or a carriage return; exact from two blocks on. */
  longestLine: number;
  /** The first block that is not UTF-8. */
  foreign: Buffer | null;
  /** Whether the proof held; false without one. */
  plain: boolean;
}

/** A proof that is made while the bytes go by, and who is to be told as soon as it fails. */
export interface Proof {
  rows: PlainRows;
  failed(): void;
}

/** Reads the file once from end to end, next to whatever else reads it. SHA-256 as fingerprint. */
export async function scanFile(
  path: string,
  delimiter: string,
  { signal, proof }: { signal?: AbortSignal; proof?: Proof | null } = {},
): Promise<Scan> {
  const hash = createHash('sha256');
  const scan: Scan = {
    fingerprint: '',
    bytes: 0,
    utf8: true,
    hasZero: false,
    hasCarriageReturn: false,
    hasSpacedQuote: false,
    longestLine: 0,
    foreign: null,
    plain: false,
  };
  let pending: Buffer = Buffer.alloc(0);
  let lineStart = 0;
  const spacedQuotes = [`${delimiter} "`, '\n "', '\r "', '  "'];
  // Most files hold no quote at all, which one byte tells several times sooner than the texts.
  const isSpaced = (bytes: Buffer): boolean =>
    bytes.includes(quoteByte) && spacedQuotes.some((text) => bytes.includes(text));
  let edge: Buffer = Buffer.from('\n');
  const file = await open(path, 'r');
  try {
    const block = Buffer.alloc(blockBytes);
    for (;;) {
      throwIfCancelled(signal);
      const { bytesRead } = await file.read(block, 0, blockBytes, scan.bytes);
      if (bytesRead === 0) break;
      const bytes = block.subarray(0, bytesRead);
      hash.update(bytes);
      if (proof?.rows.isPlain === true) {
        proof.rows.push(bytes);
        if (!proof.rows.isPlain) proof.failed();
      }
      scan.hasZero ||= bytes.includes(0);
      scan.hasSpacedQuote ||= isSpaced(bytes) || isSpaced(Buffer.concat([edge, bytes.subarray(0, 2)]));
      edge = Buffer.from(bytes.subarray(-2));
      const returns = bytes.includes(13);
      scan.hasCarriageReturn ||= returns;
      const breakByte = bytes.includes(10) || !returns ? 10 : 13;
      const first = bytes.indexOf(breakByte);
      if (first !== -1) {
        scan.longestLine = Math.max(scan.longestLine, scan.bytes + first - lineStart);
        lineStart = scan.bytes + bytes.lastIndexOf(breakByte) + 1;
      }
      if (scan.utf8) {
        const joined = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
        const whole = wholeUtf8(joined);
        pending = Buffer.from(joined.subarray(whole.length));
        if (!isUtf8(whole)) {
          scan.utf8 = false;
          scan.foreign = Buffer.from(bytes);
        }
      }
      scan.bytes += bytesRead;
      // The file is refused for that line: nothing else of it matters, however long it is.
      if (scan.bytes - lineStart > maximumLineLength) break;
    }
  } finally {
    await file.close();
  }
  scan.utf8 &&= pending.length === 0;
  scan.plain = proof?.rows.end() === true;
  scan.longestLine = Math.max(scan.longestLine, scan.bytes - lineStart);
  scan.fingerprint = hash.digest('hex');
  return scan;
}

/** SHA-256 of a file, hexadecimal. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) {
    throwIfCancelled(signal);
    const bytes: Buffer = block;
    hash.update(bytes);
  }
  return hash.digest('hex');
}

import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { throwIfCancelled } from '../database';

const blockBytes = 1 << 20;
const lineFeed = 10;
/** Lines that are named. */
const namedLines = 5;

/** What the lines with letters beyond ASCII are. */
export interface LineCensus {
  /** Lines that are valid UTF-8. */
  utf8: number;
  /** Lines that are not. */
  foreign: number;
  /** The first lines that are not, from 1. */
  foreignLines: number[];
}

/** Cuts bytes into lines; the last one, which may go on, is kept for the next piece. */
class Lines {
  private rest: Buffer = Buffer.alloc(0);

  /** Whole lines, with their line feed. */
  push(bytes: Buffer): Buffer[] {
    const joined = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = joined.indexOf(lineFeed); end !== -1; end = joined.indexOf(lineFeed, start)) {
      lines.push(joined.subarray(start, end + 1));
      start = end + 1;
    }
    this.rest = Buffer.from(joined.subarray(start));
    return lines;
  }

  end(): Buffer {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    return rest;
  }
}

function count(census: LineCensus, lines: readonly Buffer[], first: number): void {
  lines.forEach((line, i) => {
    if (isAscii(line)) return;
    if (isUtf8(line)) {
      census.utf8++;
      return;
    }
    census.foreign++;
    if (census.foreignLines.length < namedLines) census.foreignLines.push(first + i);
  });
}

const empty = (): LineCensus => ({ utf8: 0, foreign: 0, foreignLines: [] });

/**
 * Whether some lines are UTF-8 and others Western text of eight bits, as when files of two programs were put together.
 * A line of Windows-1252 hardly ever happens to be valid UTF-8.
 */
export const isMixed = ({ utf8, foreign }: LineCensus): boolean => utf8 > 0 && foreign > 0;

/** The lines of the beginning of a file; the last one may be cut and does not count. */
export function censusOf(head: Buffer): LineCensus {
  const census = empty();
  count(census, new Lines().push(head), 1);
  return census;
}

/** The lines of a whole file. */
export async function censusOfFile(path: string, signal?: AbortSignal): Promise<LineCensus> {
  const census = empty();
  const lines = new Lines();
  let line = 1;
  const file = await open(path, 'r');
  try {
    const block = Buffer.alloc(blockBytes);
    for (;;) {
      throwIfCancelled(signal);
      const { bytesRead } = await file.read(block, 0, blockBytes);
      const whole = bytesRead === 0 ? [lines.end()] : lines.push(Buffer.from(block.subarray(0, bytesRead)));
      count(census, whole, line);
      line += whole.length;
      if (bytesRead === 0) return census;
    }
  } finally {
    await file.close();
  }
}

const decodeLine = (line: Buffer): string =>
  isUtf8(line) ? line.toString('utf8') : iconv.decode(line, 'windows-1252');

/** Turns bytes into text line by line: UTF-8 where a line is valid UTF-8, else Windows-1252. */
export function mixedDecoder(): { write(bytes: Uint8Array): string; end(): string } {
  const lines = new Lines();
  return {
    write: (bytes) => lines.push(Buffer.from(bytes)).map(decodeLine).join(''),
    end: () => decodeLine(lines.end()),
  };
}

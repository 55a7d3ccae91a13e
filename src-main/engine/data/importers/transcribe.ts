import { createWriteStream } from 'node:fs';
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Reading, RejectedRow } from '../../../contract/schemas/data';
import { throwIfCancelled } from '../database';
import { textDecoder } from './encoding';
import { mixedDecoder } from './mixed-encoding';
import { RecordReader } from './records';

/** Rejected rows that are kept with their text; beyond it they are only counted. */
export const maximumRejectedKept = 10_000;
const blockBytes = 256 * 1024;
const needsQuotes = /[",\n\r]/;

export interface Transcript {
  rows: number;
  rejected: RejectedRow[];
  rejectedRows: number;
  /** Rows with bytes that are no text in the encoding. */
  undecodable: number;
  /** NUL characters that were left out. */
  zeros: number;
}

const cellOf = (cell: string): string => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/**
 * Writes the readable rows of any delimited text, in any encoding, as plain CSV: UTF-8, commas, double quotes,
 * line feeds, no header. This is how PapaParse's streaming reading reaches DuckDB. Memory stays at a few blocks.
 * @param options.progress is told the bytes read so far.
 * @param options.mixed decodes line by line, see mixed-encoding.ts.
 */
export async function transcribe(
  path: string,
  target: string,
  reading: Pick<Reading, 'encoding' | 'delimiter' | 'quote' | 'hasHeader'>,
  width: number,
  options: { signal?: AbortSignal; progress?: (bytes: number) => void; mixed?: boolean } = {},
): Promise<Transcript> {
  const transcript: Transcript = { rows: 0, rejected: [], rejectedRows: 0, undecodable: 0, zeros: 0 };
  let header = reading.hasHeader;
  let pending = '';
  const reader = new RecordReader(reading, width, {
    rows(rows) {
      for (const row of rows) {
        if (header) {
          header = false;
          continue;
        }
        const line = row.map(cellOf).join(',');
        if (line.includes('\ufffd')) transcript.undecodable++;
        // A blank line would be skipped: a single empty cell is written as a quoted one.
        pending += line === '' ? '""\n' : `${line}\n`;
        transcript.rows++;
      }
    },
    rejected(row) {
      if (header) {
        header = false;
        return;
      }
      transcript.rejectedRows++;
      if (transcript.rejected.length < maximumRejectedKept) transcript.rejected.push(row);
    },
  });
  const decoder = options.mixed === true ? mixedDecoder() : textDecoder(reading.encoding);
  const input = createReadStream(path, { highWaterMark: blockBytes });
  const output = createWriteStream(target, { highWaterMark: 4 * blockBytes });
  const failed = once(output, 'error').then(([error]) => {
    throw error;
  });
  // Told through the race below; without this, a failure between two writes would go unheard.
  failed.catch(() => undefined);
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (text !== '' && !output.write(text)) await Promise.race([once(output, 'drain'), failed]);
  };
  try {
    let bytes = 0;
    let first = true;
    const decode = (text: string): string => {
      const plain = first && text.startsWith('\ufeff') ? text.slice(1) : text;
      first &&= text === '';
      return plain;
    };
    for await (const block of input) {
      throwIfCancelled(options.signal);
      const piece: Buffer = block;
      bytes += piece.length;
      reader.push(decode(decoder.write(piece)), false);
      await flush();
      options.progress?.(bytes);
    }
    reader.push(decode(decoder.end()), true);
    await flush();
    transcript.zeros = reader.zeros;
    output.end();
    await Promise.race([finished(output), failed]);
    return transcript;
  } catch (error) {
    output.destroy();
    throw error;
  } finally {
    input.destroy();
  }
}

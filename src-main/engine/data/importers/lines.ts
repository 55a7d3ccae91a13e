import { createReadStream } from 'node:fs';
import type { Reading } from '../../../contract/schemas/data';
import { throwIfCancelled } from '../database';
import { textDecoder } from './encoding';
import { RecordReader } from './records';

const blockBytes = 256 * 1024;

/**
 * The lines of the file on which rows of its table begin, both from 1. Reads the file up to the last of them: blank
 * lines, rejected rows and line breaks within cells keep the two apart.
 * @param width cells a row, as in the import.
 */
export async function linesOfRows(
  path: string,
  reading: Pick<Reading, 'encoding' | 'delimiter' | 'quote' | 'hasHeader'>,
  width: number,
  rows: ReadonlySet<number>,
  signal?: AbortSignal,
): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  if (rows.size === 0) return found;
  const last = [...rows].reduce((most, row) => Math.max(most, row), 0);
  let header = reading.hasHeader;
  let row = 0;
  const reader = new RecordReader(reading, width, {
    rows(_, lines) {
      for (const start of lines()) {
        if (header) {
          header = false;
          continue;
        }
        row++;
        if (rows.has(row)) found.set(row, start);
      }
    },
    rejected() {
      header = false;
    },
  });
  const decoder = textDecoder(reading.encoding);
  const input = createReadStream(path, { highWaterMark: blockBytes });
  let first = true;
  try {
    for await (const block of input) {
      throwIfCancelled(signal);
      const piece: Buffer = block;
      const text = decoder.write(piece);
      reader.push(first && text.startsWith('\ufeff') ? text.slice(1) : text, false);
      first &&= text === '';
      if (row >= last) return found;
    }
    reader.push(decoder.end(), true);
    return found;
  } finally {
    input.destroy();
  }
}

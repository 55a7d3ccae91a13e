import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { RejectedRow } from '../../../../contract/schemas/data';
import { throwIfCancelled } from '../../database';
import type { Database } from '../../database';
import { literals } from '../../sql';
import { lineTooLong, maximumLineLength } from '../source';
import { maximumRejectedKept } from '../transcribe';

const lineFeed = 10;
const shownLength = 200;
const blockBytes = 1 << 20;
/** Lines that are asked of DuckDB at once. */
const askedAtOnce = 500;

export interface GoodLines {
  rows: number;
  rejected: RejectedRow[];
  rejectedRows: number;
}

interface Line {
  number: number;
  bytes: Buffer;
  /** Why it is no record; null for one. `undefined` where JSON.parse cannot tell. */
  fault: string | null | undefined;
  detail: string;
}

/** Every line with its number, from 1, in lists of a block each. Throws LINE_TOO_LONG. */
async function* linesOf(path: string, name: string, signal?: AbortSignal): AsyncGenerator<Line[]> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let number = 1;
  const line = (bytes: Buffer): Line => ({ number: number++, bytes, fault: null, detail: '' });
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) {
    throwIfCancelled(signal);
    const bytes: Buffer = block;
    const found: Line[] = [];
    let from = 0;
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, from)) {
      found.push(line(Buffer.concat([...pending, bytes.subarray(from, at)])));
      pending = [];
      pendingBytes = 0;
      from = at + 1;
    }
    pending.push(bytes.subarray(from));
    pendingBytes += bytes.length - from;
    if (pendingBytes > maximumLineLength) throw lineTooLong(name);
    yield found;
  }
  yield [line(Buffer.concat(pending))];
}

/** Names with a colon behind them, those of records within the record included. */
function countNames(text: string): number {
  let names = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) names++;
  return names;
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce((sum: number, entry) => sum + countKeys(entry), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}

/** Looks at a line that is not blank. */
function judge(line: Line): void {
  if (!isUtf8(line.bytes)) {
    line.fault = 'bytes that are no text in UTF-8';
    return;
  }
  const text = line.bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) line.fault = 'no record';
    else if (countNames(text) !== countKeys(value)) line.fault = 'a name stands twice in the record';
  } catch (error) {
    line.fault = undefined;
    line.detail = (error instanceof Error ? error.message : '').replace(/, ".*" is not valid JSON$/s, '');
  }
}

/** What JSON.parse refuses may be a record for DuckDB, which takes NaN and Infinity as numbers. */
async function askDatabase(database: Database, lines: readonly Line[]): Promise<void> {
  for (let start = 0; start < lines.length; start += askedAtOnce) {
    const batch = lines.slice(start, start + askedAtOnce);
    const texts = batch.map(({ bytes }) => bytes.toString('utf8').replaceAll('\0', '\u0001'));
    const rows = await database.rows(
      `SELECT json_valid(text) AND starts_with(ltrim(text), '{') AS fine FROM (SELECT unnest(${literals(texts)}) AS text)`,
    );
    batch.forEach((line, i) => {
      line.fault = rows[i]?.['fine'] === true ? null : `no JSON: ${line.detail}`;
    });
  }
}

/** Whether the beginning of a file is of JSON lines: most of its first lines are records, whole or broken. */
export function looksLikeLines(beginning: string): boolean {
  const lines = beginning
    .split('\n')
    .slice(0, -1)
    .slice(0, 20)
    .filter((line) => line.trim() !== '');
  const records = lines.filter((line) => /^\s*\{.*\}\s*$/.test(line));
  return records.length > 0 && records.length >= 0.5 * lines.length;
}

/**
 * Copies the lines that are records, and tells the others with their line and what is wrong with them. Blank lines are
 * no records. @param limit lines that are looked at.
 */
export async function copyGoodLines(
  database: Database,
  path: string,
  name: string,
  target: string,
  { signal, limit = Infinity }: { signal?: AbortSignal; limit?: number } = {},
): Promise<GoodLines> {
  const found: GoodLines = { rows: 0, rejected: [], rejectedRows: 0 };
  const file = await open(target, 'w');
  try {
    for await (const block of linesOf(path, name, signal)) {
      const lines = block.filter(({ bytes }) => bytes.toString('latin1').trim() !== '');
      lines.forEach(judge);
      await askDatabase(
        database,
        lines.filter(({ fault }) => fault === undefined),
      );
      const good: Buffer[] = [];
      for (const { number, bytes, fault } of lines) {
        if (fault === null) {
          good.push(bytes, Buffer.from('\n'));
          found.rows++;
          continue;
        }
        found.rejectedRows++;
        if (found.rejected.length >= maximumRejectedKept) continue;
        const text = bytes.toString('utf8').replace(/\r$/, '');
        found.rejected.push({
          line: number,
          reason: fault ?? 'no JSON',
          text: text.length > shownLength ? `${text.slice(0, shownLength)}...` : text,
        });
      }
      await file.write(Buffer.concat(good));
      if ((lines.at(-1)?.number ?? 0) >= limit) break;
    }
  } finally {
    await file.close();
  }
  return found;
}

import type { ColumnType } from '../../contract/schemas/data';
import type { DuckDBValue } from '@duckdb/node-api';
import type { Database } from '../data/database';
import { missingCode, type Frame, type FrameColumn } from '../data/frame';
import type { Pixels } from '../data/pixels';
import { identifier } from '../data/sql';

export interface WantedColumn {
  name: string;
  kind: FrameColumn['kind'];
  /** Of pictures: the files with their points. */
  pixels?: Pixels[];
}

/** How a column of a type travels in a frame when it is an input. */
export function frameKind(type: ColumnType): FrameColumn['kind'] {
  switch (type) {
    case 'integer':
    case 'decimal':
      return 'number';
    case 'boolean':
    case 'category':
    case 'text':
      return 'text';
    case 'date':
    case 'datetime':
      return 'moment';
    case 'image':
      return 'image';
  }
}

/**
 * SQL that gives a column as its frame takes it: numbers as doubles, moments as seconds since 1970 (UTC), text. What
 * cannot be read as the type that the person chose is missing.
 */
export function frameExpression({ name, kind }: WantedColumn): string {
  const column = identifier(name);
  if (kind === 'number') return `TRY_CAST(${column} AS DOUBLE)`;
  return kind === 'moment' ? `epoch(TRY_CAST(${column} AS TIMESTAMP))` : `CAST(${column} AS VARCHAR)`;
}

/** Grows a typed array as rows arrive; `finish` gives the column. */
interface Collector {
  add(values: readonly (DuckDBValue | undefined)[]): void;
  finish(): FrameColumn;
}

function collectNumbers(name: string, kind: 'number' | 'moment', rows: number): Collector {
  const values = kind === 'number' ? new Float32Array(rows) : new Float64Array(rows);
  let next = 0;
  return {
    add(chunk) {
      for (const value of chunk) values[next++] = typeof value === 'number' ? value : Number.NaN;
    },
    finish: () =>
      values instanceof Float32Array ? { name, kind: 'number', values } : { name, kind: 'moment', values },
  };
}

function collectText(name: string, rows: number, pixels: Pixels[] | null): Collector {
  const codes = new Uint32Array(rows);
  const dictionary: string[] = [];
  const known = new Map<string, number>();
  let next = 0;
  return {
    add(chunk) {
      for (const value of chunk) {
        if (typeof value !== 'string') {
          codes[next++] = missingCode;
          continue;
        }
        let code = known.get(value);
        if (code === undefined) {
          code = dictionary.length;
          known.set(value, code);
          dictionary.push(value);
        }
        codes[next++] = code;
      }
    },
    finish: () =>
      pixels === null
        ? { name, kind: 'text', codes, dictionary }
        : { name, kind: 'image', codes, dictionary, pixels },
  };
}

/**
 * Reads columns as a frame.
 * @param from what follows FROM, with its WHERE and ORDER BY. @param rows how many rows that gives.
 */
export async function readColumns(
  database: Database,
  wanted: readonly WantedColumn[],
  from: string,
  rows: number,
): Promise<Frame> {
  const collectors = wanted.map(({ name, kind, pixels = [] }) =>
    kind === 'text' || kind === 'image'
      ? collectText(name, rows, kind === 'image' ? pixels : null)
      : collectNumbers(name, kind, rows),
  );
  const select = wanted.map(frameExpression).join(', ');
  for await (const chunk of database.chunks(`SELECT ${select} FROM ${from}`)) {
    collectors.forEach((collector, i) => collector.add(chunk[i] ?? []));
  }
  return { rows, columns: collectors.map((collector) => collector.finish()) };
}

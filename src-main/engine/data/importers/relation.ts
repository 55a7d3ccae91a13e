import type { Reading } from '../../../contract/schemas/data';
import { literal } from '../sql';
import { maximumLineLength } from './source';

/** The columns of a relation of raw text: c0, c1, ... whatever their names are. */
export const rawColumns = (width: number): string[] => Array.from({ length: width }, (_, i) => `c${i}`);

/**
 * How DuckDB's reader is told to take a file: everything said, nothing guessed, the first fault an error.
 * Empty cells are NULL; words that mean missing are dealt with by column (see missing.ts).
 * The line break is left out: named as "\\r\\n", DuckDB 1.5.5 loses rows without an error; unnamed it takes either,
 * and refuses a mixture. The size of the buffers is said, for it would follow the longest line, times 16.
 */
export function csvRelation(
  path: string,
  width: number,
  options: Pick<Reading, 'delimiter' | 'quote'> & {
    skip: number;
    /** SQL types of the columns that are no text. */
    types?: readonly string[];
  },
): string {
  const columns = rawColumns(width).map((name, i) => `'${name}': '${options.types?.[i] ?? 'VARCHAR'}'`);
  return (
    `read_csv(${literal(path)}, auto_detect = false, header = false, skip = ${options.skip}, ` +
    `columns = {${columns.join(', ')}}, delim = ${literal(options.delimiter)}, ` +
    `quote = ${literal(options.quote)}, escape = ${literal(options.quote)}, comment = '', ` +
    `strict_mode = true, null_padding = false, ignore_errors = false, max_line_size = ${maximumLineLength}, buffer_size = ${2 * maximumLineLength}, ` +
    `nullstr = '', allow_quoted_nulls = true)`
  );
}

/** The relation of a transcript (see transcribe.ts). */
export const transcriptRelation = (path: string, width: number): string =>
  csvRelation(path, width, { delimiter: ',', quote: '"', skip: 0 });

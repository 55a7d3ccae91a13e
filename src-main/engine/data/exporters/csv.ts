import { open } from 'node:fs/promises';
import Papa from 'papaparse';
import { throwIfCancelled } from '../database';
import { identifier, literal } from '../sql';
import { inert } from '../write-predictions';
import type { Exporter } from './exporter';

const newline = '\r\n';
/** Text such as -5 or +1.5e3 is a number to a spreadsheet program, and no formula. */
const numberText = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * CSV for people and programs (RFC 4180, UTF-8): dates are ISO, decimals have a point. Text that a spreadsheet program
 * would run as a formula begins with an apostrophe, and the note counts such cells.
 */
export const csv: Exporter = {
  format: 'csv',
  async write({ database, parquet, columns, rows, path, signal, progress }) {
    let defused = 0;
    const safe = (text: string): string => {
      const made = numberText.test(text) ? text : inert(text);
      if (made !== text) defused++;
      return made;
    };
    const values = columns.map(({ name, sqlType }) =>
      sqlType === 'VARCHAR' || sqlType === 'DOUBLE' ? identifier(name) : `${identifier(name)}::VARCHAR`,
    );
    const file = await open(path, 'w');
    try {
      const write = (lines: (string | number | null)[][]): Promise<unknown> =>
        file.write(`${Papa.unparse(lines, { newline })}${newline}`);
      await write([columns.map(({ name }) => safe(name))]);
      let done = 0;
      for await (const chunk of database.chunks(
        `SELECT ${values.join(', ')} FROM read_parquet(${literal(parquet)})`,
      )) {
        throwIfCancelled(signal);
        const length = chunk[0]?.length ?? 0;
        const lines = Array.from({ length }, (_, i) =>
          columns.map(({ sqlType }, c) => {
            const value = chunk[c]?.[i];
            if (typeof value === 'number') return Number.isFinite(value) ? value : null;
            if (typeof value !== 'string') return null;
            return sqlType === 'VARCHAR' ? safe(value) : value;
          }),
        );
        // A row of one empty cell would be an empty line, which readers skip.
        if (lines.length > 0)
          await write(lines.map((line) => (line.length === 1 && line[0] === null ? [''] : line)));
        done += length;
        progress(done / Math.max(1, rows));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (defused === 0) return [];
    return [
      {
        code: 'FORMULAS_DEFUSED',
        message: `${defused} ${defused === 1 ? 'cell begins' : 'cells begin'} with =, +, -, @ or a tab and got an apostrophe in front, so that no spreadsheet program runs ${defused === 1 ? 'it' : 'them'} as a formula.`,
        rows: defused,
        next: 'Choose Parquet or XLSX to have the text exactly as it is.',
      },
    ];
  },
};

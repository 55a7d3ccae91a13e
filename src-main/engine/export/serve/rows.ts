import type { InputContract } from '../../../contract/schemas/input-contract';
import { expectedOf, oddity, readJsonCell, readTextCell, type Cell, type Value } from './cells';
import { parseCsv } from './csv';
import { HttpError, mostProblems, shown, type Problem } from './problem';

/** Something unusual that did not keep the rows from being predicted. */
export interface Warning {
  column: string;
  message: string;
  /** How many rows, and the first of them from 1. */
  rows: number;
  firstRow: number;
}

export interface ReadRows {
  rows: number;
  /** One list of values a column, in the order of the contract. */
  columns: Value[][];
  warnings: Warning[];
}

/** Reads cells by place, and gathers all that is wrong before it tells. */
function collect(
  contract: InputContract,
  rows: number,
  cell: (row: number, place: number) => { given: unknown; cell: Cell },
): ReadRows {
  const problems: Problem[] = [];
  const warnings = new Map<string, Warning>();
  const columns = contract.columns.map((column, place) =>
    Array.from({ length: rows }, (_, row): Value => {
      const { given, cell: read } = cell(row, place);
      if ('expected' in read) {
        problems.push({ row: row + 1, column: column.name, expected: read.expected, received: shown(given) });
        return Number.NaN;
      }
      const odd = oddity(column, read.value);
      if (odd !== null) {
        const known = warnings.get(column.name);
        if (known === undefined)
          warnings.set(column.name, { column: column.name, message: odd, rows: 1, firstRow: row + 1 });
        else known.rows += 1;
      }
      return read.value;
    }),
  );
  if (problems.length > 0) throw contractError(problems);
  return { rows, columns, warnings: [...warnings.values()] };
}

function contractError(problems: readonly Problem[]): HttpError {
  const [first] = problems;
  const row = first?.row ?? null;
  const where = row === null ? '' : ` in row ${String(row)}`;
  return new HttpError(
    422,
    'CONTRACT_MISMATCH',
    `The column "${first?.column ?? ''}"${where} should hold ${first?.expected ?? ''}, not ${first?.received ?? ''}.` +
      (problems.length > 1 ? ` ${String(problems.length)} cells are not as they should be.` : ''),
    'Mend what "problems" names; GET /openapi.json tells what every column takes.',
    problems.slice(0, mostProblems),
  );
}

function requireCount(rows: number, mostRows: number): void {
  if (rows === 0) throw new HttpError(422, 'NO_ROWS', 'The request has no rows.', 'Send at least one row.');
  if (rows > mostRows)
    throw new HttpError(
      413,
      'TOO_MANY_ROWS',
      `The request has ${String(rows)} rows; ${String(mostRows)} are taken at once.`,
      'Send them in several requests, or start the server with a larger --most-rows.',
    );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One row as an object, a list of them, or {"rows": [...]}. Other keys than the columns are not looked at. Throws HttpError. */
export function readJsonRows(contract: InputContract, text: string, mostRows: number): ReadRows {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new HttpError(
      400,
      'BAD_REQUEST',
      `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      'Send one row as an object, or a list of rows.',
    );
  }
  const isColumn = contract.columns.some(({ name }) => name === 'rows');
  const inner = isRecord(document) && !isColumn && 'rows' in document ? document['rows'] : document;
  const rows: unknown[] = Array.isArray(inner) ? inner : [inner];
  requireCount(rows.length, mostRows);
  const records = rows.map((row, index) => {
    if (isRecord(row)) return row;
    throw new HttpError(
      422,
      'CONTRACT_MISMATCH',
      `Row ${String(index + 1)} is not an object.`,
      'Write every row as an object of column names and values.',
      [
        {
          row: index + 1,
          column: null,
          expected: 'an object of column names and values',
          received: shown(row),
        },
      ],
    );
  });
  return collect(contract, rows.length, (row, place) => {
    const column = contract.columns[place];
    const record = records[row];
    const given =
      column !== undefined && record !== undefined && Object.hasOwn(record, column.name)
        ? record[column.name]
        : undefined;
    if (column === undefined) return { given, cell: { value: '' } };
    return {
      given,
      cell: given === undefined ? { expected: expectedOf(column) } : readJsonCell(column, given),
    };
  });
}

/** A header with the names of columns, in any order, and rows below. Throws HttpError. */
export function readCsvRows(contract: InputContract, text: string, mostRows: number): ReadRows {
  const [header = [], ...rows] = parseCsv(text);
  requireCount(rows.length, mostRows);
  const lacking = contract.columns.filter(({ name }) => !header.includes(name));
  if (lacking.length > 0) {
    throw new HttpError(
      422,
      'CONTRACT_MISMATCH',
      `The header lacks ${lacking.length === 1 ? 'the column' : 'the columns'} ${lacking.map(({ name }) => `"${name}"`).join(', ')}.`,
      'Write the names of all columns in the first line.',
      lacking.map((column) => ({
        row: null,
        column: column.name,
        expected: expectedOf(column),
        received: 'no such column',
      })),
    );
  }
  const places = contract.columns.map(({ name }) => header.indexOf(name));
  rows.forEach((row, index) => {
    if (row.length === header.length) return;
    throw new HttpError(
      422,
      'CONTRACT_MISMATCH',
      `Row ${String(index + 1)} has ${String(row.length)} fields; the header has ${String(header.length)}.`,
      'Write as many fields in every row; put quotes around those that hold commas.',
      [
        {
          row: index + 1,
          column: null,
          expected: `${String(header.length)} fields`,
          received: String(row.length),
        },
      ],
    );
  });
  return collect(contract, rows.length, (row, place) => {
    const column = contract.columns[place];
    const given = rows[row]?.[places[place] ?? -1] ?? '';
    return { given, cell: column === undefined ? { value: '' } : readTextCell(column, given) };
  });
}

import type { DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { fillFromNeighbours } from '../../../contract/cleaning/steps/fill-from-neighbours';
import { StrongroomError } from '../../../contract/errors';
import { numeric } from '../database';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { comparedSchema, Donors, weightsOf } from './neighbours';
import type { RawCell } from './neighbours';
import { rowColumn, sqlTypes } from './table';
import type { StepTable, TableColumn } from './table';
import { createFilled } from './filled-table';

/** Of a cell as the engine reads it: numbers as DOUBLE (instants in microseconds), all else as text. */
const cellSchema = z.union([z.number(), z.string()]).nullable() satisfies z.ZodType<RawCell>;

/** Cells that a preview compares, were every row to be filled: some tenths of a second. */
const mostCompared = 25_000_000;

const learned = z.object({
  compared: z.array(comparedSchema),
  /** Rows that values are taken from: the compared columns. */
  donors: z.array(z.array(cellSchema)),
});

const isMeasured = (column: TableColumn): boolean => column.kind !== 'text' && column.kind !== 'boolean';

function reading(column: TableColumn): string {
  const name = identifier(column.name);
  if (!isMeasured(column)) return `CAST(${name} AS VARCHAR)`;
  if (column.kind === 'integer' || column.kind === 'decimal') {
    return `CASE WHEN isfinite(${name}::DOUBLE) THEN ${name}::DOUBLE END`;
  }
  return `epoch_us(${name}::TIMESTAMP)::DOUBLE`;
}

const cellOf = (value: DuckDBValue | undefined): RawCell =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

/** The columns that rows are compared by, those that are filled among them. */
function comparedColumns(columns: string[], by: string[], table: StepTable): TableColumn[] {
  return table.columns.filter(({ name }) => by.length === 0 || by.includes(name) || columns.includes(name));
}

const columnNamed = (table: StepTable, name: string): TableColumn => {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  throw new StrongroomError(
    'STEP_INVALID',
    `The column ${name} is needed to compare rows, and is not there.`,
    {
      expected: name,
      next: 'Add the column to the file, or change the step.',
    },
  );
};

/** As scikit-learn's KNNImputer over standardised numbers; categories by the votes of the neighbours. */
export const fillFromNeighboursStep = implementStep(fillFromNeighbours, {
  learned,
  keepsOrder: false,
  learnsFromRows: true,
  previewRows: ({ columns, by, donors }, width) => {
    const compared = by.length === 0 ? width : new Set([...columns, ...by]).size;
    return Math.max(200, Math.floor(mostCompared / (donors * compared)));
  },
  async fit({ columns, by, donors }, table) {
    const compared = comparedColumns(columns, by, table);
    const measured = compared.map((column, index) =>
      isMeasured(column)
        ? `avg(${reading(column)}) AS m${String(index)}, stddev_pop(${reading(column)}) AS s${String(index)}`
        : `0 AS m${String(index)}, 0 AS s${String(index)}`,
    );
    const [found = {}] = await table.database.rows(`SELECT ${measured.join(', ')} FROM ${table.relation}`);
    const row = identifier(rowColumn);
    const list = compared.map((column, index) => `${reading(column)} AS c${String(index)}`);
    const any = columns.map((name) => `${identifier(name)} IS NOT NULL`).join(' OR ');
    const drawn = await table.database.rows(
      `SELECT ${list.join(', ')} FROM ${table.relation} WHERE ${any} ORDER BY hash(${row}, ${String(table.seed)}), ${row} LIMIT ${String(donors)}`,
    );
    return {
      compared: compared.map((column, index) => ({
        name: column.name,
        measured: isMeasured(column),
        mean: numeric(found[`m${String(index)}`]),
        deviation: numeric(found[`s${String(index)}`]),
      })),
      donors: drawn.map((values) => compared.map((_, index) => cellOf(values[`c${String(index)}`]))),
    };
  },
  async sql({ columns, neighbours, weights }, table, { compared, donors }) {
    const wanted = table.columns.filter(({ name }) => columns.includes(name));
    const places = wanted.map(({ name }) => compared.findIndex((column) => column.name === name));
    const all = new Donors(compared, donors);
    const givers = places.map((place) =>
      Int32Array.from(donors.flatMap((cells, donor) => ((cells[place] ?? null) === null ? [] : [donor]))),
    );
    const fallback = places.map((place, index) => average(wanted[index], donors, place));
    const fill = (cells: readonly RawCell[], index: number): RawCell => {
      const place = places[index] ?? -1;
      if ((cells[place] ?? null) !== null) return null;
      const found = all.nearest(cells, givers[index] ?? new Int32Array(), neighbours);
      const values = found.map(({ donor }) => donors[donor]?.[place] ?? null);
      return combine(values, weightsOf(found, weights)) ?? fallback[index] ?? null;
    };
    const list = compared.map(({ name }) => reading(columnNamed(table, name)));
    const missing = wanted.map(({ name }) => `${identifier(name)} IS NULL`).join(' OR ');
    const filled = await createFilled(
      table,
      `SELECT ${[identifier(rowColumn), ...list].join(', ')} FROM ${table.relation} WHERE ${missing}`,
      wanted.map((column) => (isMeasured(column) ? 'DOUBLE' : 'VARCHAR')),
      (columnsOfCells, rows) => {
        const results = wanted.map(() => new Array<RawCell>(rows).fill(null));
        for (let row = 0; row < rows; row++) {
          const cells = columnsOfCells.map((column) => cellOf(column[row]));
          results.forEach((list, index) => (list[row] = fill(cells, index)));
        }
        return results;
      },
    );
    const changes = wanted.map((column, index) => {
      const name = identifier(column.name);
      return `coalesce("#t".${name}, ${typed(column, `"#f"."${String(index)}"`)}) AS ${name}`;
    });
    return `SELECT "#t".* REPLACE (${changes.join(', ')}) FROM ${table.relation} AS "#t" LEFT JOIN ${filled} AS "#f" ON "#t".${identifier(rowColumn)} = "#f"."#of"`;
  },
});

function typed({ kind }: TableColumn, value: string): string {
  if (kind === 'integer') return `round(${value})::BIGINT`;
  if (kind === 'date' || kind === 'datetime') {
    return `make_timestamp(round(${value})::BIGINT)::${sqlTypes[kind]}`;
  }
  return `${value}::${sqlTypes[kind]}`;
}

/** The weighted mean of numbers, or the text with most weight (of equals the smaller). */
function combine(values: readonly RawCell[], weights: readonly number[]): RawCell {
  if (values.length === 0) return null;
  let sum = 0;
  let total = 0;
  const votes = new Map<string, number>();
  values.forEach((value, index) => {
    const weight = weights[index] ?? 0;
    if (typeof value === 'number') {
      sum += value * weight;
      total += weight;
    } else if (value !== null) votes.set(value, (votes.get(value) ?? 0) + weight);
  });
  if (votes.size === 0) return sum / total;
  const [best] = [...votes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}

/** For a row that has nothing to be compared by: what all donors say together. */
function average(column: TableColumn | undefined, donors: readonly RawCell[][], place: number): RawCell {
  const values = donors.map((cells) => cells[place] ?? null).filter((value) => value !== null);
  return column === undefined
    ? null
    : combine(
        values,
        values.map(() => 1),
      );
}

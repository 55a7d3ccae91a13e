import type { ColumnType } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { identifier } from '../sql';

/** Number of the row in the data set, from 0. Steps pass it on, so that what became of a row can be told. */
export const rowColumn = '#row';

export type ColumnKind = 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'text';

export interface TableColumn {
  name: string;
  kind: ColumnKind;
}

/** The rows as one step gets them. */
export interface StepTable {
  database: Database;
  /** As SQL takes it after FROM; has `rowColumn` too. */
  relation: string;
  /** Without `rowColumn`. */
  columns: readonly TableColumn[];
  /** For what is drawn at random. */
  seed: number;
}

/** Of a type of DuckDB. */
export function kindOf(type: string): ColumnKind {
  const base = type.toUpperCase();
  if (/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|U?HUGEINT)$/.test(base)) return 'integer';
  if (/^(FLOAT|DOUBLE|DECIMAL)/.test(base)) return 'decimal';
  if (base === 'BOOLEAN') return 'boolean';
  if (base === 'DATE') return 'date';
  return base.startsWith('TIMESTAMP') ? 'datetime' : 'text';
}

/** The type in which a column of a kind is kept. */
export const sqlTypes: Readonly<Record<ColumnKind, string>> = {
  integer: 'BIGINT',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  text: 'VARCHAR',
};

/** The kind in which values of a column type are kept. */
export const kindOfType = (type: ColumnType): ColumnKind =>
  type === 'category' || type === 'text' || type === 'image' ? 'text' : type;

/** The column type to begin with; a profile tells categories from text. */
export const typeOfKind = (kind: ColumnKind): ColumnType => (kind === 'text' ? 'category' : kind);

/** The columns of a relation, without `rowColumn`. */
export async function columnsOf(database: Database, relation: string): Promise<TableColumn[]> {
  const found = await database.rows(`DESCRIBE SELECT * FROM ${relation}`);
  return found.flatMap(({ column_name: name, column_type: type }) =>
    name === rowColumn ? [] : [{ name: String(name), kind: kindOf(String(type)) }],
  );
}

/** A SELECT of all columns of a relation with some replaced: [name, expression]. */
export function replacing(relation: string, changes: readonly (readonly [string, string])[]): string {
  if (changes.length === 0) return `SELECT * FROM ${relation}`;
  const list = changes.map(([name, expression]) => `${expression} AS ${identifier(name)}`);
  return `SELECT * REPLACE (${list.join(', ')}) FROM ${relation}`;
}

/** A name that no column has yet, "name" or "name 2". */
export function freeName(columns: readonly TableColumn[], wanted: string): string {
  const taken = new Set([rowColumn, ...columns.map(({ name }) => name.toLowerCase())]);
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted} ${String(number)}`;
  return name;
}

/**
 * Whether a cell differs in a relation `b` and the relation `a` after it, as SQL. Where a step changed the kind of a
 * column, how the values are written is compared.
 */
export function differs(name: string, before: readonly TableColumn[], after: readonly TableColumn[]): string {
  const kindIn = (columns: readonly TableColumn[]): ColumnKind | undefined =>
    columns.find((column) => column.name === name)?.kind;
  const cell = identifier(name);
  if (kindIn(before) === kindIn(after)) return `b.${cell} IS DISTINCT FROM a.${cell}`;
  return `CAST(b.${cell} AS VARCHAR) IS DISTINCT FROM CAST(a.${cell} AS VARCHAR)`;
}

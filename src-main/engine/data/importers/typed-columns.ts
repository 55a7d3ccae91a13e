import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType } from '../../../contract/schemas/data';
import { identifier, literal } from '../sql';
import { maximumColumns } from './dialect';

/** A column of a table that brings its own types. */
export interface TypedColumn {
  /** From the file; that of a nested value is made of the names on the way, with dots between. */
  name: string;
  type: ColumnType;
  /** SQL: the value. */
  value: string;
  /** SQL: the value as text. */
  text: string;
  /** Whole numbers of more than 64 bits, which have to be looked at before they are taken for numbers. */
  wide: boolean;
}

/** Levels of nesting that are flattened; what lies deeper stays as JSON text. */
const maximumDepth = 16;

const finite = (x: string): string => `CASE WHEN isfinite(${x}) THEN ${x} END`;
/** Zero characters would cut words short in an exported model; an empty text is missing, as in every format. */
const words = (x: string): string => `nullif(replace(${x}, chr(0), ''), '')`;
/** 3 rather than 3.0, so that a category of numbers is the same word in every format. */
const numberText = (x: string): string =>
  `CASE WHEN abs(${x}) < 1e15 AND ${x} = trunc(${x}) THEN ${x}::BIGINT::VARCHAR ELSE ${x}::VARCHAR END`;

type Value = Pick<TypedColumn, 'type' | 'value' | 'text'> & { wide?: boolean };

const asText = (text: string): Value => ({ type: 'category', value: words(text), text: words(text) });
const asDecimal = (x: string): Value => {
  const value = finite(`(${x})::DOUBLE`);
  return { type: 'decimal', value, text: numberText(`(${value})`) };
};
const asInteger = (x: string, wide: boolean): Value => ({
  type: 'integer',
  value: wide ? `try_cast(${x} AS BIGINT)` : `(${x})::BIGINT`,
  text: `(${x})::VARCHAR`,
  wide,
});

/** How a value of a type of DuckDB is taken; null when it can be no column. */
function valueOf(x: string, type: DuckDBType): Value | null {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { type: 'boolean', value: x, text: `(${x})::VARCHAR` };
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
      return asInteger(x, false);
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return asInteger(x, true);
    case DuckDBTypeId.DECIMAL:
      return 'scale' in type && type.scale === 0 ? asInteger(x, true) : asDecimal(x);
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return asDecimal(x);
    case DuckDBTypeId.DATE:
      return { type: 'date', value: finite(x), text: `(${x})::VARCHAR` };
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
    case DuckDBTypeId.TIMESTAMP_TZ: {
      // Moments with a time zone become UTC: that is the zone of the database.
      const value = finite(`(${x})::TIMESTAMP`);
      return { type: 'datetime', value, text: `(${value})::VARCHAR` };
    }
    case DuckDBTypeId.VARCHAR:
      // What is sometimes a text and sometimes another thing: texts without their quotes.
      return type.alias === 'JSON'
        ? asText(
            `CASE json_type(${x}) WHEN 'VARCHAR' THEN ${x} ->> '$' WHEN 'NULL' THEN NULL ELSE (${x})::VARCHAR END`,
          )
        : asText(x);
    case DuckDBTypeId.ENUM:
    case DuckDBTypeId.UUID:
    case DuckDBTypeId.TIME:
    case DuckDBTypeId.TIME_TZ:
    case DuckDBTypeId.INTERVAL:
    case DuckDBTypeId.SQLNULL:
      return asText(`(${x})::VARCHAR`);
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
    case DuckDBTypeId.MAP:
    case DuckDBTypeId.STRUCT:
    case DuckDBTypeId.UNION:
      return asText(`to_json(${x})::VARCHAR`);
    default:
      return null;
  }
}

/**
 * The columns of a table that brings its own types: nested records are taken apart, one column a value.
 * Throws TOO_MANY_COLUMNS. Names may repeat still.
 */
export function typedColumns(
  file: string,
  names: readonly string[],
  types: readonly DuckDBType[],
): { columns: TypedColumn[]; warnings: Warning[] } {
  const columns: TypedColumn[] = [];
  const warnings: Warning[] = [];
  const add = (name: string, x: string, type: DuckDBType, depth: number): void => {
    if (type.typeId === DuckDBTypeId.STRUCT && 'entryNames' in type && depth < maximumDepth) {
      type.entryNames.forEach((entry, i) => {
        const inner = type.entryTypes[i];
        if (inner !== undefined)
          add(`${name}.${entry}`, `struct_extract(${x}, ${literal(entry)})`, inner, depth + 1);
      });
      return;
    }
    const value = valueOf(x, type);
    if (value !== null) columns.push({ name, wide: false, ...value });
    else {
      warnings.push({
        code: 'COLUMN_LEFT_OUT',
        message: `"${name}" holds bytes or another kind of value that is no number, date or text; it is left out.`,
      });
    }
    if (columns.length > maximumColumns) {
      throw new StrongroomError('TOO_MANY_COLUMNS', `${file} has more than ${maximumColumns} columns.`, {
        expected: `at most ${maximumColumns}`,
        received: 'more, nested ones included',
        next: 'Keep the columns that you need.',
      });
    }
  };
  names.forEach((name, i) => {
    const type = types[i];
    if (type !== undefined) add(name, identifier(name), type, 0);
  });
  return { columns, warnings };
}

import { StrongroomError } from '../../../contract/errors';
import type { Stack } from '../../../contract/schemas/combine';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType } from '../../../contract/schemas/data';
import { sqlType } from '../importers/forms';
import { identifier, literal } from '../sql';
import { reconciled, sameName, untaken, type CombinedColumn, type Part } from './part';

interface United extends CombinedColumn {
  /** Its name in each part. */
  names: (string | null)[];
}

export interface StackPlan {
  columns: United[];
  /** The name of the column that tells the file; null without one. */
  fileColumn: string | null;
  warnings: Warning[];
}

const typeNames: Record<ColumnType, string> = {
  integer: 'whole numbers',
  decimal: 'decimals',
  boolean: 'yes or no',
  date: 'dates',
  datetime: 'dates and times',
  category: 'text',
  text: 'text',
  image: 'pictures',
};

/** At most so many names are told one by one. */
const mostNamed = 5;
const listed = (names: readonly string[]): string =>
  names.length > mostNamed
    ? `${names.slice(0, mostNamed).join(', ')} and ${String(names.length - mostNamed)} more`
    : names.join(', ');

/** The columns of all parts by name, in the order in which they come up, with the spelling that comes first. */
function unite(parts: readonly Part[]): United[] {
  const names: string[] = [];
  const seen = new Set<string>();
  for (const { name } of parts.flatMap(({ columns }) => columns)) {
    if (!seen.has(name.toLowerCase())) names.push(name);
    seen.add(name.toLowerCase());
  }
  return names.map((name) => {
    const found = parts.map(({ columns }) => columns.find((column) => sameName(column.name, name)) ?? null);
    const present = found.filter((column) => column !== null);
    const telling = present.filter(({ empty }) => !empty);
    return {
      name,
      type: reconciled((telling.length > 0 ? telling : present).map(({ type }) => type)),
      types: found.map((column) => column?.type ?? null),
      names: found.map((column) => column?.name ?? null),
    };
  });
}

function warningsOf(parts: readonly Part[], columns: readonly United[]): Warning[] {
  const warnings: Warning[] = [];
  for (const { name, type, types } of columns) {
    const having = parts.filter((_, i) => types[i] !== null).map((part) => part.name);
    if (having.length < parts.length) {
      warnings.push({
        code: 'COLUMN_NOT_EVERYWHERE',
        message: `"${name}" is only in ${listed(having)}; it is missing in all other rows.`,
        column: name,
      });
    }
    const kinds = new Set(
      parts.flatMap((part, i) => {
        const own = types[i] ?? null;
        const isEmpty = part.columns.some((column) => sameName(column.name, name) && column.empty);
        return own === null || isEmpty ? [] : [typeNames[own]];
      }),
    );
    if (kinds.size > 1) {
      warnings.push({
        code: 'COLUMN_TYPES_DIFFER',
        message: `"${name}" holds ${[...kinds].join(' in one file and ')} in another; it is kept as ${typeNames[type]}.`,
        column: name,
        next: 'Read one of the files in another way if that is not what it means.',
      });
    }
  }
  const byFile = new Map<string, string[]>();
  for (const { fingerprint, name } of parts)
    byFile.set(fingerprint, [...(byFile.get(fingerprint) ?? []), name]);
  for (const names of byFile.values()) {
    if (names.length < 2) continue;
    warnings.push({
      code: 'SAME_FILE',
      message: `${listed(names)} have the same content: each of its rows is there ${names.length === 2 ? 'twice' : `${String(names.length)} times`}.`,
      next: 'Leave all but one of them out, unless that is meant.',
    });
  }
  return warnings;
}

/** Which columns a stack has. Throws COMBINE_UNSUITABLE when no column is in two of the parts. */
export function planStack(parts: readonly Part[], { fileColumn }: Stack): StackPlan {
  const columns = unite(parts);
  const strange = parts.find((_, i) =>
    columns.every(({ types }) => types[i] === null || types.filter((type) => type !== null).length < 2),
  );
  if (strange !== undefined) {
    throw new StrongroomError(
      'COMBINE_UNSUITABLE',
      `${strange.name} shares no column with the other files.`,
      {
        expected: 'at least one column of the same name',
        received: listed(strange.columns.map(({ name }) => name)),
        next: 'Leave it out, or join it by a key instead.',
      },
    );
  }
  return {
    columns,
    fileColumn: fileColumn ? untaken('file', columns) : null,
    warnings: warningsOf(parts, columns),
  };
}

/** SQL: a value in another type. Whole numbers among decimals are written without a point, as people do. */
function converted(value: string, from: ColumnType, to: ColumnType): string {
  if (sqlType(from) === sqlType(to)) return value;
  if (from === 'decimal' && sqlType(to) === 'VARCHAR') {
    const isWhole = `${value} = trunc(${value}) AND abs(${value}) < 1e15`;
    return `CASE WHEN ${isWhole} THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
  }
  return `CAST(${value} AS ${sqlType(to)})`;
}

/** SQL of the stacked rows: those of the first part, then those of the next. DuckDB keeps the order of UNION ALL. */
export function stackSql(parts: readonly Part[], { columns, fileColumn }: StackPlan): string {
  const selects = parts.map(({ name: file, parquet, columns: own }, i) => {
    const values = columns.map(({ name, type, types, names }) => {
      const [from, ownName] = [types[i] ?? null, names[i] ?? null];
      const isEmpty = own.some((column) => column.name === ownName && column.empty);
      const value =
        from === null || ownName === null || isEmpty
          ? `CAST(NULL AS ${sqlType(type)})`
          : converted(identifier(ownName), from, type);
      return `${value} AS ${identifier(name)}`;
    });
    const told = fileColumn === null ? [] : [`${literal(file)} AS ${identifier(fileColumn)}`];
    return `SELECT ${[...values, ...told].join(', ')} FROM read_parquet(${literal(parquet)})`;
  });
  return selects.join(' UNION ALL ');
}

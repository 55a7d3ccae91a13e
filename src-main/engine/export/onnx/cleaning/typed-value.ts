import { NotInGraph } from './cells';
import type { Cell, CellKind, CellTable } from './cells';

/** Seconds since 1970 of a date or a moment as DuckDB writes it; NaN for anything else. */
function secondsOf(text: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?$/.exec(text.trim());
  if (match === null) return Number.NaN;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute) / 1000 + second;
}

/** A value as it stands in a file, as a constant of a kind. Throws NotInGraph when it is none. */
export function typedConstant({ make }: CellTable, kind: CellKind, text: string): string {
  if (kind === 'text') {
    if (text === '') throw new NotInGraph('an empty text is not told from a missing one');
    return make.text(text);
  }
  const trimmed = text.trim();
  if (kind === 'boolean') return make.truth(trimmed.toLowerCase() === 'true');
  const value = kind === 'date' || kind === 'datetime' ? secondsOf(trimmed) : Number(trimmed);
  if (trimmed === '' || !Number.isFinite(value)) throw new NotInGraph(`"${text}" is no ${kind}`);
  return make.number(value);
}

/** The cells with a constant where they are missing. */
export function filledWith(table: CellTable, cell: Cell, constant: string): Cell {
  const { make } = table;
  return {
    kind: cell.kind,
    value: make.whereKind(cell.kind, cell.missing, constant, cell.value),
    missing: make.truth(false),
  };
}

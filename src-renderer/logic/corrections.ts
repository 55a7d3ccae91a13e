import type { Cell, Column, ColumnType, Recipe } from '../../src-main/contract';

/** What cells are corrected to, as it would stand in a file: by row (from 0), then by column. */
export type Corrections = ReadonlyMap<number, ReadonlyMap<string, string | null>>;

/** The cells that steps of the recipe correct; of several for a cell the last one counts. */
export function correctionsOf({ cleaning }: Pick<Recipe, 'cleaning'>): Corrections {
  const found = new Map<number, Map<string, string | null>>();
  for (const step of cleaning) {
    if (step.kind !== 'correct-cell' || !step.enabled) continue;
    const row = found.get(step.row) ?? new Map<string, string | null>();
    found.set(step.row, row.set(step.column, step.value));
  }
  return found;
}

/** The recipe with one more cell corrected, as a step of its own. @param id new, for the step. */
export function withCorrection(
  recipe: Recipe,
  id: string,
  { row, column, value }: { row: number; column: string; value: string | null },
): Recipe {
  const step = { kind: 'correct-cell' as const, id, enabled: true, name: null, row, column, value };
  return { ...recipe, cleaning: [...recipe.cleaning, step] };
}

const forms: Partial<Record<ColumnType, { form: RegExp; like: string }>> = {
  integer: { form: /^[+-]?\d{1,18}$/, like: 'a whole number such as 42' },
  decimal: { form: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, like: 'a number such as 0.5' },
  boolean: { form: /^(true|false)$/i, like: 'true or false' },
  date: { form: /^\d{4}-\d{2}-\d{2}$/, like: 'a date such as 2024-12-31' },
  datetime: {
    form: /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/,
    like: 'a date and time such as 2024-12-31 18:30',
  },
};

/** What a text would have to look like to stand in a column of the type; null when it can. */
export function correctionProblem(text: string, type: ColumnType): string | null {
  const rule = forms[type];
  return rule === undefined || rule.form.test(text.trim()) ? null : rule.like;
}

/** A cell as it would stand in a file, which is how steps compare values. */
export function inFile(cell: Exclude<Cell, null>, type: ColumnType): string {
  if (type === 'decimal' && typeof cell === 'number' && Number.isInteger(cell) && Math.abs(cell) < 1e15) {
    return cell.toFixed(1);
  }
  return type === 'datetime' ? String(cell).replace('T', ' ') : String(cell);
}

function cellOf(value: string | null, type: ColumnType): Cell {
  if (value === null) return null;
  if (type === 'integer' || type === 'decimal') return Number(value);
  return type === 'boolean' ? value.trim().toLowerCase() === 'true' : value;
}

/** A row as it is after its corrections; null while it is on its way. */
export function correctedRow(
  cells: readonly Cell[] | null,
  corrections: ReadonlyMap<string, string | null> | undefined,
  columns: readonly Pick<Column, 'name' | 'type'>[],
): readonly Cell[] | null {
  if (cells === null || corrections === undefined) return cells;
  return cells.map((cell, place) => {
    const column = columns[place];
    const value = column === undefined ? undefined : corrections.get(column.name);
    return column === undefined || value === undefined ? cell : cellOf(value, column.type);
  });
}

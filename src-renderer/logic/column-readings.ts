import {
  placeKeys,
  type Cell,
  type ColumnReading,
  type Decision,
  type Inspection,
  type Reading,
} from '../../src-main/contract';

/** What is decided for columns; null takes a decision back. */
export interface ColumnChange {
  type?: ColumnReading['type'] | null;
  decimalSeparator?: ColumnReading['decimalSeparator'] | null;
  dateOrder?: ColumnReading['dateOrder'] | null;
  missingWords?: string[] | null;
}

/** The decisions on columns with the same change to all that are named. */
export function withColumnChange(
  columns: readonly ColumnReading[],
  names: ReadonlySet<string>,
  change: ColumnChange,
): ColumnReading[] {
  const changed = [...names].flatMap((name): ColumnReading[] => {
    const before = columns.find((column) => column.name === name) ?? { name };
    const entries = Object.entries({ ...before, ...change }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    // What is left of a column without a decision is its name.
    if (entries.length < 2) return [];
    const after: ColumnReading = { name };
    for (const [key, value] of entries) Object.assign(after, { [key]: value });
    return [after];
  });
  return [...columns.filter(({ name }) => !names.has(name)), ...changed];
}

/** Which columns a list shows. */
export interface ColumnFilter {
  text: string;
  /** A type, the open questions, those that were chosen, or all. */
  kind: string;
}

/** Columns whose name holds the text and whose type, or state, is the one asked for. */
export function filterColumns<Item extends { name: string; type: string; decision: Decision | undefined }>(
  items: readonly Item[],
  { text, kind }: ColumnFilter,
): Item[] {
  const sought = text.trim().toLowerCase();
  return items.filter(({ name, type, decision }) => {
    if (sought !== '' && !name.toLowerCase().includes(sought)) return false;
    if (kind === 'open') return decision?.open === true || (decision?.missing.rows ?? 0) > 0;
    if (kind === 'chosen') return decision?.chosen === true;
    return kind === 'all' || kind === type;
  });
}

/** Whether rows and columns of two looks at a file are the same cells, so that their values can be compared. */
function areComparable(before: Reading, after: Reading): boolean {
  return (
    before.encoding === after.encoding &&
    before.delimiter === after.delimiter &&
    before.quote === after.quote &&
    before.hasHeader === after.hasHeader &&
    // Another sheet is another table.
    placeKeys.every((key) => before[key] === after[key])
  );
}

/** The value that a cell had before, where another reading changes it; undefined where it stays. */
export function valueBefore(
  before: Inspection | null,
  after: Inspection,
  row: number,
  column: number,
): Cell | undefined {
  if (before === null || !areComparable(before.reading, after.reading)) return undefined;
  const was = before.values?.[row]?.[column];
  const is = after.values?.[row]?.[column];
  if (was === undefined || is === undefined) return undefined;
  return was === is && typeof was === typeof is ? undefined : was;
}

/** How many cells of the rows shown another reading changes, and in how many columns. */
export function countChanges(
  before: Inspection | null,
  after: Inspection,
): { cells: number; columns: number } {
  const columns = new Set<number>();
  let cells = 0;
  (after.values ?? []).forEach((values, row) =>
    values.forEach((_, column) => {
      if (valueBefore(before, after, row, column) === undefined) return;
      cells += 1;
      columns.add(column);
    }),
  );
  return { cells, columns: columns.size };
}

/** Words as a person lists them: parted by commas. */
export const wordsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
];

/**
 * What a person must have chosen for a data set to be read as it was, given what is found in its file: where the two
 * differ.
 */
export function chosenOf(kept: Reading, found: Reading): Partial<Reading> {
  const { missingWords, columns, ...rest } = kept;
  const differing = Object.entries(rest).filter(
    ([key, value]) => value !== Object.entries(found).find(([other]) => other === key)?.[1],
  );
  const sameWords =
    missingWords.length === found.missingWords.length &&
    missingWords.every((word) => found.missingWords.includes(word));
  const chosen: Partial<Reading> = Object.fromEntries(differing);
  return {
    ...chosen,
    ...(sameWords ? {} : { missingWords }),
    ...(columns === undefined ? {} : { columns }),
  };
}

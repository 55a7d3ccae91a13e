import { measureSchema, type ChosenColumn, type MeasureChoice } from '../../src-main/contract';

/** Values of a step's form, read from what is not known to be complete. */
export interface Pair {
  from: string;
  to: string;
}

/** Texts that become one. */
export interface Group {
  to: string;
  from: string[];
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const namesOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const recordsOf = (value: unknown): object[] =>
  Array.isArray(value)
    ? value.filter((item): item is object => typeof item === 'object' && item !== null)
    : [];

export const pairsOf = (value: unknown): Pair[] =>
  recordsOf(value).map((item) => ({
    from: textOf('from' in item ? item.from : ''),
    to: textOf('to' in item ? item.to : ''),
  }));

export const groupsOf = (value: unknown): Group[] =>
  recordsOf(value).map((item) => ({
    to: textOf('to' in item ? item.to : ''),
    from: namesOf('from' in item ? item.from : []),
  }));

export const measuresOf = (value: unknown): MeasureChoice[] =>
  recordsOf(value).flatMap((item) => {
    const read = measureSchema.safeParse(item);
    return read.success ? [read.data] : [];
  });

/** Names with one added or taken away, in the order of the table; those that are not in it come last. */
export function withName(
  names: readonly string[],
  name: string,
  isChosen: boolean,
  order: readonly string[],
): string[] {
  const chosen = new Set(names.filter((other) => other !== name));
  if (isChosen) chosen.add(name);
  const present = order.filter((other) => chosen.has(other));
  return [...present, ...[...chosen].filter((other) => !order.includes(other))];
}

/** Chosen columns that the table does not have. Before the table is known, none is said to be absent. */
export const absentNames = (names: readonly string[], columns: readonly ChosenColumn[]): string[] =>
  columns.length === 0 ? [] : names.filter((name) => !columns.some((column) => column.name === name));

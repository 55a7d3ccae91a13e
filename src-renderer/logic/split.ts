import type { Column, PartName, PartValues, SplitMethodName, SplitSettings } from '../../src-main/contract';

export { splitColumnOf, splitFor } from '../../src-main/contract/planning';

/** Shares of rows for training, validation and test; they add up to 1. */
export interface Shares {
  validation: number;
  test: number;
}

const smallest = 0.01;
const largest = 0.5;
const smallestTraining = 0.1;
const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** The shares after the border between training and validation was moved; the test rows stay. */
export function moveFirst({ test }: Shares, border: number): Shares {
  const end = 1 - test;
  const most = Math.min(largest, end - smallestTraining);
  return { validation: hundredth(Math.min(most, Math.max(smallest, end - border))), test };
}

/** The shares after the border between validation and test was moved; the training rows stay. */
export function moveSecond({ validation, test }: Shares, border: number): Shares {
  const held = validation + test;
  const lowest = Math.max(smallest, held - largest);
  const most = Math.min(largest, held - smallest);
  const next = hundredth(Math.min(most, Math.max(lowest, 1 - border)));
  return { test: next, validation: hundredth(held - next) };
}

/** The shares after the border of the test rows was moved where folds take the place of validation rows. */
export const moveTest = ({ validation }: Shares, border: number): Shares => ({
  validation,
  test: hundredth(Math.min(largest, Math.max(smallest, 1 - border))),
});

/** What has to be known of a column to split by it. */
type SplitColumn = Pick<Column, 'name' | 'type'>;

/** Whether only the rows themselves tell how many are in each part. */
export const needsRows = ({ method, folds }: SplitSettings): boolean =>
  folds > 1 || (method !== 'stratified' && method !== 'random');

export const isTimeLike = ({ type }: Pick<Column, 'type'>): boolean => type === 'date' || type === 'datetime';
const isNumberLike = ({ type }: Pick<Column, 'type'>): boolean => type === 'integer' || type === 'decimal';

/** The columns that a way to split can go by, those of dates first for times. */
export function columnsFor(
  method: SplitMethodName,
  columns: readonly SplitColumn[],
  target: string | null,
): SplitColumn[] {
  const others = columns.filter(({ name }) => name !== target);
  if (method !== 'time') return others;
  return [...others.filter(isTimeLike), ...others.filter(isNumberLike)];
}

/** The split by another method; a time goes by the first column of dates until another is chosen. */
export function withMethod(
  split: SplitSettings,
  method: SplitMethodName,
  columns: readonly SplitColumn[],
): SplitSettings {
  const dates = columns.find(isTimeLike)?.name ?? null;
  return { ...split, method, timeColumn: method === 'time' ? (split.timeColumn ?? dates) : split.timeColumn };
}

/** The split by another column of the same method. */
export function withSplitColumn(split: SplitSettings, column: string): SplitSettings {
  switch (split.method) {
    case 'group':
      return { ...split, groupColumn: column };
    case 'time':
      return { ...split, timeColumn: column };
    case 'column':
      return { ...split, partColumn: column };
    case 'stratified':
    case 'random':
      return split;
  }
}

/** Lets a value of the column name another part, or leave its rows out. */
export function withPartOf(values: PartValues, value: string, part: PartName | 'ignore'): PartValues {
  const word = value.trim().toLowerCase();
  const others = (list: readonly string[]): string[] =>
    list.filter((known) => known.trim().toLowerCase() !== word);
  const cleared = {
    train: others(values.train),
    validation: others(values.validation),
    test: others(values.test),
    ignore: others(values.ignore),
  };
  return { ...cleared, [part]: [...cleared[part], value.trim()] };
}

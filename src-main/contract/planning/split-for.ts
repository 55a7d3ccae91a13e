import type { SplitSettings } from '../schemas/split';

/** The column that a way to split goes by, as it is in the recipe. */
export const splitColumnOf = (split: SplitSettings): string | null =>
  ({
    group: split.groupColumn,
    time: split.timeColumn,
    column: split.partColumn,
    stratified: null,
    random: null,
  })[split.method];

/** A split for data that has only these columns: stratified where the column it goes by is not among them. */
export function splitFor(split: SplitSettings, names: ReadonlySet<string>): SplitSettings {
  const column = splitColumnOf(split);
  return column === null || names.has(column) ? split : { ...split, method: 'stratified' };
}

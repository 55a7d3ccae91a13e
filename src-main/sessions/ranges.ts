import type { Profile } from '../contract/schemas/data';
import type { Run } from '../contract/schemas/runs';

/** Smallest and largest value of the numbers and dates among some columns. */
export function rangesOf({ columns }: Profile, names: readonly string[]): NonNullable<Run['ranges']> {
  const wanted = new Set(names);
  return Object.fromEntries(
    columns.flatMap(({ name, numbers, dates }): [string, [number, number] | [string, string]][] => {
      if (!wanted.has(name)) return [];
      if (numbers !== null) return [[name, [numbers.minimum, numbers.maximum]]];
      return dates === null ? [] : [[name, [dates.first, dates.last]]];
    }),
  );
}

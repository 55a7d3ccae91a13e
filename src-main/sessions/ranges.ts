import type { Profile } from '../contract/schemas/data';
import type { Run } from '../contract/schemas/runs';

/** Smallest and largest number, and how many values are missing, of some columns. */
export function rangesOf({ columns }: Profile, names: readonly string[]): NonNullable<Run['ranges']> {
  const wanted = new Set(names);
  return columns
    .filter(({ name }) => wanted.has(name))
    .map(({ name, numbers, missing }) => ({
      name,
      minimum: numbers?.minimum ?? null,
      maximum: numbers?.maximum ?? null,
      missing,
    }));
}

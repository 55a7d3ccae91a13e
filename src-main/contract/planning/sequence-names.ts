import type { SequenceChannel, SequenceSettings } from '../schemas/sequences';
import { mostSteps } from '../schemas/sequences';

/** Fewer numbered columns than this are not proposed as a sequence. */
const fewestSteps = 4;

/** A name that ends in, begins with or has within it a whole number: what stands before and after the number. */
interface Numbered {
  name: string;
  stem: string;
  number: number;
}

/** Every number in a name, each time with what is around it: `t1_2` is number 1 of `t*_2` and number 2 of `t1_*`. */
function numbersIn(name: string): Numbered[] {
  return [...name.matchAll(/\d+/g)].map((match) => ({
    name,
    stem: `${name.slice(0, match.index)}*${name.slice(match.index + match[0].length)}`,
    number: Number(match[0]),
  }));
}

const byNumber = (a: Numbered, b: Numbered): number => a.number - b.number;

/**
 * The columns whose name fits a pattern, in order of the number that stands for the star: `temp_*` gives temp_1, temp_2,
 * temp_10. A list with commas is taken as it is.
 */
export function matchPattern(pattern: string, names: readonly string[]): string[] {
  const known = new Set(names);
  if (!pattern.includes('*')) {
    return pattern
      .split(',')
      .map((part) => part.trim())
      .filter((part) => known.has(part));
  }
  const stem = pattern.trim();
  return names
    .flatMap(numbersIn)
    .filter((one) => one.stem === stem)
    .sort(byNumber)
    .map(({ name }) => name);
}

/** A name for what a pattern stands for: `temp_*` is temp. */
export const stemName = (pattern: string): string =>
  pattern.replace(/[\s_.\-[(]*\*[\s_.\-\])]*/, ' ').trim() || 'steps';

/** A channel of the columns that fit a pattern. */
export const channelOf = (pattern: string, names: readonly string[]): SequenceChannel => ({
  name: stemName(pattern.includes('*') ? pattern : (pattern.split(',')[0] ?? '')),
  columns: matchPattern(pattern, names).slice(0, mostSteps),
});

/**
 * Groups of numbered columns that look like steps: temp_1 to temp_24, with hum_1 to hum_24 as another channel of the same
 * sequence because it has the same numbers.
 * @param names of the columns of numbers that may be learned from, in the order of the table.
 */
export function proposeSequences(names: readonly string[]): Omit<SequenceSettings, 'scaling'>[] {
  const stems = new Map<string, Numbered[]>();
  for (const one of names.flatMap(numbersIn)) stems.set(one.stem, [...(stems.get(one.stem) ?? []), one]);
  // Longest first, so that of two ways to read t1_2 the one with more steps is taken; then in the order of the table.
  const groups = [...stems]
    .map(([stem, found]) => ({ stem, found: [...found].sort(byNumber) }))
    .filter(({ found }) => found.length >= fewestSteps && found.length <= mostSteps)
    .sort((a, b) => b.found.length - a.found.length);
  const taken = new Set<string>();
  const bySteps = new Map<string, SequenceChannel[]>();
  for (const { stem, found } of groups) {
    const numbers = found.map(({ number }) => number);
    const gaps = new Set(numbers.slice(1).map((number, place) => number - (numbers[place] ?? 0)));
    // Steps are evenly apart: years of some reports, or x1 and x77, are not.
    if (gaps.size !== 1 || gaps.has(0) || found.some(({ name }) => taken.has(name))) continue;
    found.forEach(({ name }) => taken.add(name));
    const key = numbers.join(' ');
    const channel = { name: stemName(stem), columns: found.map(({ name }) => name) };
    bySteps.set(key, [...(bySteps.get(key) ?? []), channel]);
  }
  return [...bySteps.values()].map((channels, place) => ({
    name:
      channels.length === 1
        ? (channels[0]?.name ?? '')
        : `steps${place === 0 ? '' : ` ${String(place + 1)}`}`,
    channels: channels.slice(0, 64),
  }));
}

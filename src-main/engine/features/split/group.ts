import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { SplitSettings } from '../../../contract/schemas/split';
import type { Random } from '../../random';
import { foldsOf } from './by-share';
import type { SplitMethod, SplitRows } from './method';
import { noClass, parts } from './parts';
import { orderOfNames, together } from './strata';

interface Group {
  name: string;
  rows: number[];
}

/** Rows with a value to predict by their group, in the order of the names; rows without a group are one together. */
function groupsOf({ strata, words }: SplitRows, wanted: (row: number) => boolean): Group[] {
  const names = words?.names ?? [];
  const byCode = new Map<number, number[]>();
  for (const row of together(strata)) {
    if (!wanted(row)) continue;
    const code = words?.codes[row] ?? noClass;
    const members = byCode.get(code);
    if (members === undefined) byCode.set(code, [row]);
    else members.push(row);
  }
  return [...orderOfNames(names), noClass].flatMap((code) => {
    const rows = byCode.get(code);
    return rows === undefined ? [] : [{ name: names[code] ?? 'no value', rows }];
  });
}

/** Gives groups to a part as long as each one brings it nearer to the rows that it should have; at least one. */
function take(groups: Group[], wanted: number): Group[] {
  const taken: Group[] = [];
  let rows = 0;
  for (const group of groups) {
    if (Math.abs(rows + group.rows.length - wanted) >= Math.abs(rows - wanted)) continue;
    taken.push(group);
    rows += group.rows.length;
  }
  if (taken.length > 0) return taken;
  const smallest = groups.reduce<Group | undefined>(
    (least, group) => (least === undefined || group.rows.length < least.rows.length ? group : least),
    undefined,
  );
  return smallest === undefined ? [] : [smallest];
}

function tooFewGroups(column: string, groups: number, needed: number): StrongroomError {
  return new StrongroomError('SPLIT_UNSUITABLE', `The column ${column} has too few groups to split by.`, {
    expected: `at least ${needed} different values, so that each part has one`,
    received: String(groups),
    next: 'Choose a column with more groups, or another way to split.',
  });
}

/** What the sizes of groups make of the shares. Throws when a part has less than a tenth of what was asked for. */
function judge(
  split: SplitSettings,
  groups: readonly Group[],
  counts: { validation: number; test: number },
): Warning[] {
  const all = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const column = split.groupColumn ?? '';
  const biggest = groups.reduce((most, group) => (group.rows.length > most.rows.length ? group : most));
  const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
  const why = `The group ${biggest.name} of ${column} alone has ${percent(biggest.rows.length / all)} of the rows`;
  return (['validation', 'test'] as const).flatMap((name): Warning[] => {
    if (name === 'validation' && split.folds > 1) return [];
    const share = counts[name] / all;
    if (share < split[name] / 10) {
      throw new StrongroomError('SPLIT_UNSUITABLE', `${why}, so that too few are left for ${name}.`, {
        expected: `about ${percent(split[name])} of the rows for ${name}`,
        received: percent(share),
        next: 'Choose a column with smaller groups, or another way to split.',
      });
    }
    if (Math.abs(share - split[name]) <= split[name] / 2) return [];
    return [
      {
        code: 'SPLIT_UNEVEN',
        message: `${percent(share)} of the rows are in the ${name} part where ${percent(split[name])} were asked for, since groups stay together. ${why}.`,
        column,
        rows: counts[name],
      },
    ];
  });
}

/** Whole groups by chance: a value of the column is in one part only, as in scikit-learn's GroupShuffleSplit. */
export const group: SplitMethod = {
  deal(rows, split, chance) {
    const groups = groupsOf(rows, () => true);
    const needed = split.folds > 1 ? split.folds + 1 : 3;
    if (groups.length < needed) throw tooFewGroups(split.groupColumn ?? '', groups.length, needed);
    const places = chance.shuffle([...groups.keys()]);
    const shuffled = places.flatMap((place) => groups[place] ?? []);
    const all = groups.reduce((sum, { rows: { length } }) => sum + length, 0);
    const part = new Uint8Array(rows.rows).fill(parts.none);
    const test = take(shuffled, all * split.test);
    const tested = new Set(test);
    const others = shuffled.filter((candidate) => !tested.has(candidate));
    const validation = split.folds > 1 ? [] : take(others, all * split.validation);
    const fill = (some: readonly Group[], value: number): number =>
      some.reduce((sum, { rows: members }) => {
        for (const row of members) part[row] = value;
        return sum + members.length;
      }, 0);
    fill(groups, parts.train);
    const counts = { test: fill(test, parts.test), validation: fill(validation, parts.validation) };
    return { part, warnings: judge(split, groups, counts) };
  },

  /** The biggest group first, each to the fold with the fewest rows, as in scikit-learn's GroupKFold. */
  folds(rows, part, split, chance: Random) {
    const groups = groupsOf(rows, (row) => part[row] !== parts.test && part[row] !== parts.none);
    if (groups.length < split.folds) throw tooFewGroups(split.groupColumn ?? '', groups.length, split.folds);
    const bySize = chance
      .shuffle([...groups.keys()])
      .flatMap((place) => groups[place] ?? [])
      .sort((a, b) => b.rows.length - a.rows.length);
    const sizes = new Array<number>(split.folds).fill(0);
    const foldOf = new Uint8Array(part.length);
    for (const { rows: members } of bySize) {
      const lightest = sizes.indexOf(Math.min(...sizes));
      sizes[lightest] = (sizes[lightest] ?? 0) + members.length;
      for (const row of members) foldOf[row] = lightest;
    }
    return foldsOf(split.folds, part, foldOf);
  },
};

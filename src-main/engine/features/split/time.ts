import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { SplitSettings } from '../../../contract/schemas/split';
import type { SplitMethod, SplitRows } from './method';
import { parts } from './parts';
import { together } from './strata';

const secondsADay = 86_400;

/** Rows in the order of time, with their times. */
interface Ordered {
  rows: Int32Array;
  timeOf(place: number): number;
}

function ordered({ strata, times }: SplitRows, wanted: (row: number) => boolean): Ordered {
  const labelled = new Uint8Array(times?.values.length ?? 0);
  for (const row of together(strata)) labelled[row] = 1;
  const rows = times?.order.filter((row) => labelled[row] === 1 && wanted(row)) ?? new Int32Array(0);
  return { rows, timeOf: (place) => times?.values[rows[place] ?? -1] ?? Number.NaN };
}

/**
 * The place nearest to `wanted` where one time ends and another begins, so that rows of the same time stay together.
 * @returns a place in (0, end), or null when all times before `end` are the same.
 */
function borderNear({ timeOf }: Ordered, wanted: number, end: number): number | null {
  const isBorder = (place: number): boolean => place > 0 && place < end && timeOf(place - 1) < timeOf(place);
  for (let distance = 0; distance < end; distance++) {
    if (isBorder(wanted - distance)) return wanted - distance;
    if (isBorder(wanted + distance)) return wanted + distance;
  }
  return null;
}

function fewTimes(split: SplitSettings): StrongroomError {
  return new StrongroomError(
    'SPLIT_UNSUITABLE',
    `The times of ${split.timeColumn ?? ''} leave a part without rows.`,
    {
      expected: 'enough different times for every part, besides the gap',
      received: split.gap > 0 ? `a gap of ${String(split.gap)}` : 'too few different times',
      next:
        split.gap > 0
          ? 'Make the gap smaller, or use fewer folds.'
          : 'Choose a column with more different times, or another way to split.',
    },
  );
}

/** The gap in the unit of the times. */
const gapOf = (split: SplitSettings, isMoment: boolean): number =>
  isMoment ? split.gap * secondsADay : split.gap;

/** Marks rows before a border; those within the gap are set aside. @returns how many keep the part. */
function mark(
  part: Uint8Array,
  from: Ordered,
  start: number,
  end: number,
  value: number,
  before: number,
): number {
  let kept = 0;
  for (let place = start; place < end; place++) {
    const isNear = from.timeOf(place) > before;
    part[from.rows[place] ?? -1] = isNear ? parts.none : value;
    kept += isNear ? 0 : 1;
  }
  return kept;
}

function asideWarnings(split: SplitSettings, missing: number, near: number): Warning[] {
  const column = split.timeColumn ?? '';
  const rows = (count: number): string => (count === 1 ? '1 row' : `${String(count)} rows`);
  return [
    ...(missing > 0
      ? [
          {
            code: 'SPLIT_ASIDE',
            message: `${rows(missing)} without a value in ${column} ${missing === 1 ? 'was' : 'were'} set aside: nobody knows when they were.`,
            column,
            rows: missing,
          },
        ]
      : []),
    ...(near > 0
      ? [
          {
            code: 'SPLIT_ASIDE',
            message: `${rows(near)} within the gap before a border ${near === 1 ? 'was' : 'were'} set aside.`,
            column,
            rows: near,
          },
        ]
      : []),
  ];
}

/** The oldest rows train, later ones validate, the newest ones test. @param isMoment whether the gap is in days. */
export const time = (isMoment: boolean): SplitMethod => ({
  deal(rows, split) {
    const line = ordered(rows, () => true);
    const count = line.rows.length;
    const part = new Uint8Array(rows.rows).fill(parts.none);
    const gap = gapOf(split, isMoment);
    const testStart = borderNear(line, count - Math.max(1, Math.round(count * split.test)), count);
    if (testStart === null) throw fewTimes(split);
    mark(part, line, testStart, count, parts.test, Infinity);
    const labelled = together(rows.strata).length;
    let kept = count - testStart;
    const beforeTest = gap > 0 ? line.timeOf(testStart) - gap : Infinity;
    if (split.folds > 1) {
      kept += mark(part, line, 0, testStart, parts.train, beforeTest);
    } else {
      const wanted = testStart - Math.max(1, Math.round(count * split.validation));
      const start = borderNear(line, Math.max(1, wanted), testStart);
      if (start === null) throw fewTimes(split);
      const validation = mark(part, line, start, testStart, parts.validation, beforeTest);
      const before = gap > 0 ? line.timeOf(start) - gap : Infinity;
      const train = mark(part, line, 0, start, parts.train, before);
      if (validation === 0 || train === 0) throw fewTimes(split);
      kept += validation + train;
    }
    return { part, warnings: asideWarnings(split, labelled - count, count - kept) };
  },

  /** Each fold validates on the rows that follow those it trains on, as in scikit-learn's TimeSeriesSplit. */
  folds(rows, part, split) {
    const line = ordered(rows, (row) => part[row] !== parts.test && part[row] !== parts.none);
    const count = line.rows.length;
    const size = Math.floor(count / (split.folds + 1));
    const starts = Array.from({ length: split.folds }, (_, fold) =>
      borderNear(line, count - (split.folds - fold) * size, count),
    );
    const borders = [...starts, count].map((border) => {
      if (border === null) throw fewTimes(split);
      return border;
    });
    const gap = gapOf(split, isMoment);
    const partOf = (fold: number): Uint8Array => {
      const own = part.map((value) => (value === parts.test ? parts.test : parts.none));
      const start = borders[fold] ?? 0;
      const before = gap > 0 ? line.timeOf(start) - gap : Infinity;
      const train = mark(own, line, 0, start, parts.train, before);
      const validation = mark(own, line, start, borders[fold + 1] ?? count, parts.validation, Infinity);
      if (train === 0 || validation === 0) throw fewTimes(split);
      return own;
    };
    return { count: split.folds, partOf };
  },
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSchema, type SplitSettings } from '../../../../src-main/contract/schemas/split';
import {
  noClass,
  parts,
  splitRows,
  type SplitRows,
  type WholeSplit,
} from '../../../../src-main/engine/features/split';
import { checkSplit } from '../../../../src-main/engine/features/split/check';

const settings = (changes: Partial<SplitSettings>): SplitSettings => splitSchema.parse(changes);
const split = (changes: Partial<SplitSettings>, rows: SplitRows, seed = 1, isMoment = false): WholeSplit =>
  splitRows({ split: settings(changes), seed }, rows, isMoment);

const oneStratum = (rows: number): SplitRows => ({
  rows,
  strata: [new Int32Array(rows).map((_, row) => row)],
  classes: null,
});

/** Codes of texts, in the order in which they come. */
function wordsOf(texts: readonly (string | null)[]) {
  const names = [...new Set(texts.filter((text) => text !== null))];
  return { codes: Uint32Array.from(texts, (text) => (text === null ? noClass : names.indexOf(text))), names };
}

const grouped = (groups: readonly (string | null)[]): SplitRows => ({
  ...oneStratum(groups.length),
  words: wordsOf(groups),
});

function timed(times: readonly number[]): SplitRows {
  const values = Float64Array.from(times);
  const order = Int32Array.from(times.flatMap((time, row) => (Number.isFinite(time) ? [row] : [])));
  order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  return { ...oneStratum(times.length), times: { values, order } };
}

const rowsIn = ({ part }: { part: Uint8Array }, value: number): number[] =>
  Array.from(part.keys()).filter((row) => part[row] === value);

describe('by group', () => {
  const groups = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 60, maxLength: 400 });
  const name = (group: number): string => `g${group}`;

  test('no group straddles parts, every row is in one, and the shares are nearer than one group', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 99 }), (codes, seed) => {
        const sizes = new Map<number, number>();
        for (const code of codes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
        fc.pre(sizes.size >= 8);
        const { part, counts } = split({ method: 'group', groupColumn: 'g' }, grouped(codes.map(name)), seed);
        const partOf = new Map<number, number | undefined>();
        codes.forEach((code, row) => {
          expect(partOf.has(code) ? partOf.get(code) : part[row]).toBe(part[row]);
          partOf.set(code, part[row]);
        });
        expect(counts.train + counts.validation + counts.test).toBe(codes.length);
        const biggest = Math.max(...sizes.values());
        expect(Math.abs(counts.test - 0.2 * codes.length)).toBeLessThanOrEqual(biggest);
      }),
    );
  });

  test('folds hold whole groups, each row validates once, and sizes are as even as the groups allow', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 2, max: 5 }), (codes, folds) => {
        const found = new Set(codes);
        fc.pre(found.size >= folds + 4);
        const result = split({ method: 'group', groupColumn: 'g', folds }, grouped(codes.map(name)));
        const dealt = new Set(rowsIn(result, parts.test).map((row) => codes[row]));
        const seen: number[] = [];
        for (const fold of result.folds) {
          const own = rowsIn(fold, parts.validation);
          seen.push(...own);
          const validating = new Set(own.map((row) => codes[row]));
          for (const row of rowsIn(fold, parts.train)) expect(validating.has(codes[row])).toBe(false);
          for (const row of own) expect(dealt.has(codes[row])).toBe(false);
        }
        expect(seen.sort((a, b) => a - b)).toEqual(rowsIn(result, parts.train));
        const sizes = result.folds.map(({ counts }) => counts.validation);
        const biggest = Math.max(...[...found].map((code) => codes.filter((other) => other === code).length));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(biggest);
      }),
    );
  });

  test('rows without a group stay together', () => {
    const rows = Array.from({ length: 90 }, (_, i) => (i % 9 === 0 ? null : `g${i % 9}`));
    const { part } = split({ method: 'group', groupColumn: 'g' }, grouped(rows));
    expect(new Set(part.filter((_, row) => rows[row] === null)).size).toBe(1);
  });

  test('a group that is too big, and too few of them, say so', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => (i < 990 ? 'big' : `g${i}`));
    expect(() => split({ method: 'group', groupColumn: 'g' }, grouped(rows))).toThrow(
      /The group big of g alone has 99 % of the rows/,
    );
    expect(() =>
      split({ method: 'group', groupColumn: 'g' }, grouped(rows.map((_, i) => `g${i % 2}`))),
    ).toThrow(/too few groups/);
    const uneven = Array.from({ length: 100 }, (_, i) => (i < 40 ? 'a' : i < 70 ? 'b' : 'c'));
    expect(split({ method: 'group', groupColumn: 'g' }, grouped(uneven)).warnings).toContainEqual(
      expect.objectContaining({ code: 'SPLIT_UNEVEN' }),
    );
  });
});

describe('by time', () => {
  const times = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 30, maxLength: 300 });
  const spread = (list: readonly number[]): boolean => new Set(list).size > 20;
  const earliest = (rows: readonly number[], list: readonly number[]): number =>
    Math.min(...rows.map((row) => list[row] ?? Number.NaN));
  const latest = (rows: readonly number[], list: readonly number[]): number =>
    Math.max(...rows.map((row) => list[row] ?? Number.NaN));

  test('training rows are older than validation rows, and these older than test rows, by the gap', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 20 }), (list, gap) => {
        fc.pre(spread(list));
        const result = split({ method: 'time', timeColumn: 't', gap }, timed(list));
        const [train, validation, tested] = [parts.train, parts.validation, parts.test].map((part) =>
          rowsIn(result, part),
        );
        const distance = (before: number[] = [], after: number[] = []): number =>
          earliest(after, list) - latest(before, list);
        for (const far of [distance(train, validation), distance(validation, tested)]) {
          expect(far).toBeGreaterThan(0);
          expect(far).toBeGreaterThanOrEqual(gap);
        }
        const { counts } = result;
        const aside = list.length - counts.train - counts.validation - counts.test;
        expect(result.warnings.reduce((sum, { rows = 0 }) => sum + rows, 0)).toBe(aside);
        if (gap === 0) expect(aside).toBe(0);
      }),
    );
  });

  test('without ties the shares are exact', () => {
    const list = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    expect(split({ method: 'time', timeColumn: 't' }, timed(list)).counts).toEqual({
      train: 64,
      validation: 16,
      test: 20,
    });
  });

  test('each fold trains on what came before it, and the validation rows follow one another', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 2, max: 4 }), (list, folds) => {
        fc.pre(spread(list));
        const result = split({ method: 'time', timeColumn: 't', folds }, timed(list));
        let end = Number.NEGATIVE_INFINITY;
        for (const fold of result.folds) {
          const own = rowsIn(fold, parts.validation);
          expect(latest(rowsIn(fold, parts.train), list)).toBeLessThan(earliest(own, list));
          expect(earliest(own, list)).toBeGreaterThan(end);
          end = latest(own, list);
          for (const row of rowsIn(result, parts.test)) expect(fold.part[row]).toBe(parts.test);
        }
        expect(earliest(rowsIn(result, parts.test), list)).toBeGreaterThan(end);
      }),
    );
  });

  test('the folds of distinct times are those of TimeSeriesSplit', () => {
    // sklearn.model_selection.TimeSeriesSplit(3) over 80 rows: 20 rows each, beginning at 20, 40, 60.
    const result = split(
      { method: 'time', timeColumn: 't', folds: 3 },
      timed(Array.from({ length: 100 }, (_, i) => i)),
    );
    expect(result.folds.map(({ counts }) => [counts.train, counts.validation])).toEqual([
      [20, 20],
      [40, 20],
      [60, 20],
    ]);
  });

  test('rows without a date are set aside and counted; a gap of days is in days', () => {
    const list = Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? Number.NaN : i * 86_400));
    const result = split({ method: 'time', timeColumn: 't', gap: 5 }, timed(list), 1, true);
    expect(result.warnings[0]).toMatchObject({ code: 'SPLIT_ASIDE', column: 't', rows: 10 });
    const firstTest = earliest(rowsIn(result, parts.test), list);
    expect(firstTest - latest(rowsIn(result, parts.validation), list)).toBeGreaterThanOrEqual(5 * 86_400);
  });

  test('times that are all the same, and a gap that takes all rows, say so', () => {
    expect(() => split({ method: 'time', timeColumn: 't' }, timed(new Array<number>(50).fill(3)))).toThrow(
      /leave a part without rows/,
    );
    const list = Array.from({ length: 50 }, (_, i) => i);
    expect(() => split({ method: 'time', timeColumn: 't', gap: 49 }, timed(list))).toThrow(/without rows/);
  });
});

describe('from a column', () => {
  const words = Array.from({ length: 60 }, (_, i) => (i < 40 ? ' Train ' : i < 50 ? 'val' : 'TEST'));

  test('its words name the parts, whatever their case', () => {
    const { counts } = split({ method: 'column', partColumn: 'p' }, grouped(words));
    expect(counts).toEqual({ train: 40, validation: 10, test: 10 });
  });

  test('other values are named; once they mean something, they count', () => {
    const odd = words.map((word, i) => (i < 3 ? 'old' : word));
    expect(() => split({ method: 'column', partColumn: 'p' }, grouped(odd))).toThrow(
      expect.objectContaining({ code: 'SPLIT_UNSUITABLE', received: '"old" (3 rows)' }),
    );
    const { partValues } = settings({});
    const mapped = { ...partValues, ignore: ['old'] };
    const result = split({ method: 'column', partColumn: 'p', partValues: mapped }, grouped(odd));
    expect(result.counts.train).toBe(37);
    expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'SPLIT_ASIDE', rows: 3 }));
  });

  test('without validation rows, some training rows become such; test rows are those of the column', () => {
    const two = words.map((word) => (word === 'val' ? 'train' : word));
    const result = split({ method: 'column', partColumn: 'p' }, grouped(two));
    expect(result.counts).toEqual({ train: 42, validation: 8, test: 10 });
    expect(rowsIn(result, parts.test)).toEqual(Array.from({ length: 10 }, (_, i) => 50 + i));
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'SPLIT_VALIDATION_DRAWN', rows: 8 }),
    );
  });

  test('a part without rows says so', () => {
    const none = words.map((word) => (word === 'TEST' ? 'train' : word));
    expect(() => split({ method: 'column', partColumn: 'p' }, grouped(none))).toThrow(
      /no row into the test part/,
    );
  });
});

describe('folds by chance', () => {
  const classes = fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 40, maxLength: 300 });

  test('each row that does not test validates once; folds of a class differ by one row at most', () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: 2, max: 8 }), (codes, folds) => {
        const strata = [0, 1, 2].map((code) =>
          Int32Array.from(codes.flatMap((own, row) => (own === code ? [row] : []))),
        );
        for (const method of ['stratified', 'random'] as const) {
          const result = split({ method, folds }, { rows: codes.length, strata, classes: ['a', 'b', 'c'] });
          const seen = result.folds.flatMap((fold) => rowsIn(fold, parts.validation));
          expect(seen.sort((a, b) => a - b)).toEqual(rowsIn(result, parts.train));
          const sizes = result.folds.map(({ counts }) => counts.validation);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          if (method === 'random') continue;
          for (const stratum of strata) {
            const each = result.folds.map(
              ({ part }) => stratum.filter((row) => part[row] === parts.validation).length,
            );
            expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});

describe('classes that a part lacks', () => {
  const rows = (): SplitRows => ({
    ...timed(Array.from({ length: 100 }, (_, i) => i)),
    strata: [
      Int32Array.from({ length: 50 }, (_, i) => 2 * i),
      Int32Array.from({ length: 40 }, (_, i) => 2 * i + 1),
      Int32Array.from({ length: 10 }, (_, i) => 81 + 2 * i),
    ],
    classes: ['even', 'odd', 'new'],
  });
  const chosen = settings({ method: 'time', timeColumn: 't' });

  test('are named: one that only test rows have, and one that no test row has', () => {
    const warnings = checkSplit(rows(), split(chosen, rows()), chosen, 'kind');
    expect(warnings.map(({ message }) => message)).toEqual([
      'No training row has kind new: the network cannot learn it, and 10 other rows have it.',
      'No test row has kind odd: the test scores say nothing of it.',
    ]);
  });

  test('training rows of a single class are refused', () => {
    const sorted: SplitRows = {
      ...timed(Array.from({ length: 100 }, (_, i) => i)),
      strata: [
        Int32Array.from({ length: 70 }, (_, i) => i),
        Int32Array.from({ length: 30 }, (_, i) => 70 + i),
      ],
      classes: ['before', 'after'],
    };
    expect(() => checkSplit(sorted, split(chosen, sorted), chosen, 'kind')).toThrow(
      /All training rows have the same value of kind: before/,
    );
  });
});

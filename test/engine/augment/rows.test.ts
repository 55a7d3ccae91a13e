import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { augmentationSchema, type Augmentation } from '../../../src-main/contract/schemas/augmentation';
import { augmentRows } from '../../../src-main/engine/augment';
import { isAtBorder } from '../../../src-main/engine/augment/borderline-smote';
import type { ClassRows } from '../../../src-main/engine/augment/method';
import { categoryPenalty, distance, nearest, spaceOf } from '../../../src-main/engine/augment/neighbours';
import { missingCode, type Frame } from '../../../src-main/engine/data/frame';

const fixture = z
  .object({
    x: z.array(z.array(z.number())),
    y: z.array(z.number()),
    category: z.array(z.number()),
    nearest: z.record(z.string(), z.array(z.number())),
    danger: z.record(z.string(), z.array(z.number())),
    median: z.number(),
  })
  .parse(JSON.parse(readFileSync(new URL('../../fixtures/augment/smote.json', import.meta.url), 'utf8')));

const inputs = ['a', 'b', 'c', 'colour'];

function frameOf(
  x: readonly (readonly number[])[],
  codes: readonly number[],
  classes: readonly number[],
): Frame {
  return {
    rows: x.length,
    columns: [
      ...['a', 'b', 'c'].map((name, place) => ({
        name,
        kind: 'number' as const,
        values: Float32Array.from(x, (row) => row[place] ?? Number.NaN),
      })),
      { name: 'colour', kind: 'text', codes: Uint32Array.from(codes), dictionary: ['red', 'green', 'blue'] },
      { name: 'y', kind: 'text', codes: Uint32Array.from(classes), dictionary: ['p', 'q', 'r'] },
    ],
  };
}

const rowsOf = (frame: Frame, classes: readonly number[]): ClassRows => ({
  frame,
  classes: Int32Array.from(classes),
  origin: new Int32Array(frame.rows).map((_, row) => row),
  base: new Int32Array(frame.rows).fill(-1),
});

const table = rowsOf(frameOf(fixture.x, fixture.category, fixture.y), fixture.y);

async function augment(
  rows: ClassRows,
  kinds: readonly ({ kind: Augmentation['kind'] } & Record<string, unknown>)[],
  seed = 1,
  names = inputs,
): Promise<ClassRows & { warnings: string[] }> {
  const warnings: string[] = [];
  const list = kinds.map((kind) => augmentationSchema.parse(kind));
  const setting = {
    inputs: names,
    pause: async () => undefined,
    warn: (text: string) => warnings.push(text),
  };
  return { ...(await augmentRows(rows, list, seed, setting)), warnings };
}

const countsOf = (classes: Int32Array): number[] =>
  [0, 1, 2].map((code) => classes.filter((own) => own === code).length);

const numbersOf = ({ columns }: Frame, name: string): Float32Array => {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind !== 'number') throw new Error(`${name} is no number`);
  return column.values;
};

const codesOf = ({ columns }: Frame, name: string): Uint32Array => {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind !== 'text') throw new Error(`${name} is no text`);
  return column.codes;
};

const places = fixture.y.flatMap((code, row) => (code === 1 ? [row] : []));
const numbersOnly = ['a', 'b', 'c'];

describe('against scikit-learn and imbalanced-learn', () => {
  const space = spaceOf(table.frame, numbersOnly);

  test('the nearest rows of a class are those of NearestNeighbors', () => {
    for (const place of places) {
      expect([...nearest(space, 0, place, Int32Array.from(places), 5)]).toEqual(
        fixture.nearest[String(place)],
      );
    }
  });

  test.each(['5', '10'])('rows at the border, among %s neighbours, are those of BorderlineSMOTE', (count) => {
    const all = new Int32Array(fixture.y.length).map((_, row) => row);
    const found = places.filter((place) =>
      isAtBorder(nearest(space, 0, place, all, Number(count)), table.classes, 1),
    );
    expect(found).toEqual(fixture.danger[count]);
  });

  test('a category that differs counts the median deviation of the numbers, as in SMOTENC', () => {
    const mixed = spaceOf(table.frame, inputs);
    const penalty = categoryPenalty(mixed, Int32Array.from(places));
    expect(Math.sqrt(penalty)).toBeCloseTo(fixture.median, 5);
    const [first = 0] = places;
    const other = places.find((place) => fixture.category[place] !== fixture.category[first]) ?? 0;
    const apart = (fixture.x[first] ?? []).reduce(
      (sum, value, i) => sum + (value - (fixture.x[other]?.[i] ?? 0)) ** 2,
      fixture.median ** 2,
    );
    expect(distance(mixed, penalty, first, other)).toBeCloseTo(apart, 4);
  });
});

/** The place of a made row on the way from its base to some row: its share, or null when it is on no such way. */
function shareOnWay(made: ClassRows, row: number, toward: number): number | null {
  const base = made.base[row] ?? -1;
  let share: number | null = null;
  for (const name of numbersOnly) {
    const values = numbersOf(made.frame, name);
    const from = values[base] ?? 0;
    const length = (values[toward] ?? 0) - from;
    const gone = (values[row] ?? 0) - from;
    if (Math.abs(length) < 1e-3) continue;
    const own = gone / length;
    if (share !== null && Math.abs(own - share) > 1e-3) return null;
    share = own;
  }
  return share;
}

describe('rows that SMOTE makes', () => {
  test('lie between a row of the class and one of its nearest, and the others are as they were', async () => {
    const made = await augment(table, [{ kind: 'smote' }], 3, numbersOnly);
    expect(countsOf(made.classes)).toEqual([60, 60, 0]);
    for (let row = 85; row < 120; row++) {
      const base = made.base[row] ?? -1;
      const shares = (fixture.nearest[String(base)] ?? []).map((toward) => shareOnWay(made, row, toward));
      expect(shares.some((share) => share !== null && share >= -1e-4 && share <= 1 + 1e-4)).toBe(true);
      expect(codesOf(made.frame, 'y')[row]).toBe(1);
    }
    for (const name of numbersOnly)
      expect(numbersOf(made.frame, name).subarray(0, 85)).toEqual(numbersOf(table.frame, name));
    expect(made.origin.subarray(0, 85)).toEqual(table.origin);
  });

  test('have the category of most of their neighbours', async () => {
    const space = spaceOf(table.frame, inputs);
    const made = await augment(table, [{ kind: 'smote', neighbours: 5 }], 4);
    const penalty = categoryPenalty(space, Int32Array.from(places));
    const colours = codesOf(made.frame, 'colour');
    for (let row = 85; row < made.frame.rows; row++) {
      const near = nearest(space, penalty, made.base[row] ?? -1, Int32Array.from(places), 5);
      const counts = [0, 1, 2].map((code) => [...near].filter((place) => colours[place] === code).length);
      expect(counts[colours[row] ?? -1]).toBe(Math.max(...counts));
    }
  });

  test('at the border begin there; variant 2 also goes at most half the way to other classes', async () => {
    for (const variant of [1, 2]) {
      const made = await augment(table, [{ kind: 'borderline-smote', variant }], 5, numbersOnly);
      expect(countsOf(made.classes)).toEqual([60, 60, 0]);
      const border = new Set(fixture.danger['10']);
      let across = 0;
      for (let row = 85; row < 120; row++) {
        expect(border.has(made.base[row] ?? -1)).toBe(true);
        const own = places.some((place) => shareOnWay(made, row, place) !== null);
        if (own) continue;
        across += 1;
        const others = fixture.y.flatMap((code, place) => (code === 0 ? [place] : []));
        const shares = others.flatMap((place) => shareOnWay(made, row, place) ?? []);
        expect(shares.some((share) => share >= -1e-4 && share <= 0.5 + 1e-4)).toBe(true);
      }
      expect(across > 0).toBe(variant === 2);
    }
  });

  test('keep a missing value of their base, and take none from a neighbour that lacks it', async () => {
    const x = fixture.x.map((row, place) => (place % 3 === 0 ? [Number.NaN, ...row.slice(1)] : row));
    const made = await augment(rowsOf(frameOf(x, fixture.category, fixture.y), fixture.y), [
      { kind: 'smote' },
    ]);
    const values = numbersOf(made.frame, 'a');
    for (let row = 85; row < made.frame.rows; row++)
      expect(Number.isNaN(values[row])).toBe(Number.isNaN(values[made.base[row] ?? -1]));
  });

  test('a class of one row, and one without a border, are told of', async () => {
    const classes = fixture.y.map((code, row) => (row === 84 ? 2 : code));
    const few = await augment(rowsOf(frameOf(fixture.x, fixture.category, classes), classes), [
      { kind: 'smote' },
    ]);
    expect(countsOf(few.classes)).toEqual([60, 60, 1]);
    expect(few.warnings).toHaveLength(1);
    const apart = fixture.x.map((row, place) =>
      fixture.y[place] === 1 ? row.map((value) => value + 100) : row,
    );
    const none = await augment(rowsOf(frameOf(apart, fixture.category, fixture.y), fixture.y), [
      { kind: 'borderline-smote' },
    ]);
    expect(none.frame.rows).toBe(85);
    expect(none.warnings).toEqual(['A small class has no rows at its border: no rows of it were made.']);
  });
});

const classLists = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2), { minLength: 30, maxLength: 120 });
const ofClasses = (classes: readonly number[]): ClassRows =>
  rowsOf(
    frameOf(
      classes.map((code, row) => [code + Math.sin(row), Math.cos(3 * row), row % 5]),
      classes.map((_, row) => (row % 4 === 3 ? missingCode : row % 3)),
      classes,
    ),
    classes,
  );

describe('laws', () => {
  const kinds = fc.constantFrom('oversample' as const, 'smote' as const);
  const ratios = fc.double({ min: 0.05, max: 1, noNaN: true });

  test('every class comes to the rows asked for, and no row is lost', () =>
    fc.assert(
      fc.asyncProperty(classLists, kinds, ratios, async (classes, kind, ratio) => {
        const before = countsOf(Int32Array.from(classes));
        fc.pre(before.every((count) => count >= 2));
        const after = countsOf((await augment(ofClasses(classes), [{ kind, ratio }])).classes);
        const biggest = Math.max(...before);
        after.forEach((count, code) =>
          expect(count).toBe(Math.max(before[code] ?? 0, Math.round(ratio * biggest))),
        );
      }),
      { numRuns: 40 },
    ));

  test('leaving out keeps the smallest class whole and cuts the others to what was asked for', () =>
    fc.assert(
      fc.asyncProperty(classLists, ratios, async (classes, ratio) => {
        const before = countsOf(Int32Array.from(classes));
        fc.pre(before.every((count) => count >= 1));
        const made = await augment(ofClasses(classes), [{ kind: 'undersample', ratio }]);
        const most = Math.round(Math.min(...before) / ratio);
        expect(countsOf(made.classes)).toEqual(before.map((count) => Math.min(count, most)));
        expect([...made.origin]).toEqual([...made.origin].sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    ));

  test('copies are copies; the same seed makes the same rows, another seed others; what is off does nothing', async () => {
    const rows = ofClasses(Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 1 : 0)));
    const copied = await augment(rows, [{ kind: 'oversample' }]);
    copied.origin.forEach((origin, row) => {
      for (const name of numbersOnly)
        expect(numbersOf(copied.frame, name)[row]).toBe(numbersOf(rows.frame, name)[origin]);
      expect(copied.classes[row]).toBe(rows.classes[origin]);
    });
    for (const kind of ['oversample', 'undersample', 'smote'] as const) {
      const once = await augment(rows, [{ kind }], 7);
      expect(await augment(rows, [{ kind }], 7)).toEqual(once);
      expect((await augment(rows, [{ kind }], 8)).frame).not.toEqual(once.frame);
      expect((await augment(rows, [{ kind, on: false }], 7)).frame).toEqual(rows.frame);
    }
  });

  test('they follow one another in the order of the list', async () => {
    const rows = ofClasses(Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? 1 : 0)));
    const up = await augment(rows, [{ kind: 'smote', ratio: 0.5 }, { kind: 'undersample' }]);
    expect(countsOf(up.classes)).toEqual([45, 45, 0]);
    const down = await augment(rows, [{ kind: 'undersample' }, { kind: 'smote', ratio: 0.5 }]);
    expect(countsOf(down.classes)).toEqual([10, 10, 0]);
  });
});

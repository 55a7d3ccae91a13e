import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellingMethods } from '../../../../src-main/contract/schemas/cleaning';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { literal } from '../../../../src-main/engine/data/sql';
import { groupManySpellings, groupSpellings } from '../../../../src-main/engine/data/suggestions/groups';
import {
  editDistance,
  fingerprint,
  jaroWinkler,
  ngramFingerprint,
} from '../../../../src-main/engine/data/suggestions/spelling';

test('fingerprints as in the documentation of OpenRefine', () => {
  for (const name of ['Cruise, Tom', 'tom  cruise ', 'TOM CRUISE.', 'Cruise Tom, Tom']) {
    expect(fingerprint(name)).toBe('cruise tom');
  }
  expect(fingerprint('Gödel, Łódź Straße')).toBe('godel lodz strasse');
  // "paris" has pa, ar, ri, is.
  expect(ngramFingerprint('Paris')).toBe('arispari');
  expect(ngramFingerprint('Krzysztof')).toBe(ngramFingerprint('Krzysz tof!'));
  expect(fingerprint('中文 ')).toBe('中文');
});

test('similarities as published by Winkler', () => {
  expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.961, 3);
  expect(jaroWinkler('DWAYNE', 'DUANE')).toBeCloseTo(0.84, 3);
  expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.813, 3);
  expect(['ab', 'ba'].map((one) => editDistance(one, 'ab'))).toEqual([0, 1]);
  expect(editDistance('CA', 'ABC')).toBe(3);
});

test("distances and similarities are DuckDB's", async () => {
  const database = await openDatabase({ files: [], directories: [] });
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(word, word, async (one, other) => {
      const [found = {}] = await database.rows(
        `SELECT levenshtein(${literal(one)}, ${literal(other)})::DOUBLE AS l, damerau_levenshtein(${literal(one)}, ${literal(other)})::DOUBLE AS d, jaro_winkler_similarity(${literal(one)}, ${literal(other)}) AS j, jaro_similarity(${literal(one)}, ${literal(other)}) AS s`,
      );
      const own = editDistance(one, other);
      // Optimal string alignment lies between the two.
      expect(own).toBeLessThanOrEqual(Number(found['l']));
      expect(own).toBeGreaterThanOrEqual(Number(found['d']));
      // DuckDB raises only similarities above 0.7, as Winkler's program does.
      if (Number(found['s']) > 0.7) expect(jaroWinkler(one, other)).toBeCloseTo(Number(found['j']), 9);
    }),
    { numRuns: 200 },
  );
  database.close();
});

describe('groups', () => {
  const values = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count);

  test('the most frequent spelling stays', () => {
    const found = groupSpellings(values({ Berlin: 9, 'berlin ': 2, 'BERLIN.': 1, Bonn: 5 }), 'fingerprint');
    expect(found).toEqual([{ to: 'Berlin', from: ['berlin ', 'BERLIN.'], rows: { to: 9, from: 3 } }]);
  });

  test('one letter off, but never another number or a short word', () => {
    const found = groupSpellings(
      values({ Hamburg: 90, Hambrug: 2, Hamburgg: 1, amburg: 1, room1: 8, room2: 7, cat: 5, bat: 4 }),
      'edit-distance',
    );
    expect(found).toEqual([
      { to: 'Hamburg', from: ['Hambrug', 'Hamburgg', 'amburg'], rows: { to: 90, from: 4 } },
    ]);
  });

  test('finds every pair that is one edit apart, as comparing all pairs does', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 7 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 25 }), (words) => {
        const joined = new Set(
          groupSpellings(
            words.map((value, index) => ({ value, count: 100 - index })),
            'edit-distance',
          ).flatMap(({ from }) => from),
        );
        const leaders: string[] = [];
        const wanted = new Set<string>();
        for (const one of words) {
          if (leaders.some((leader) => editDistance(one, leader) <= 1)) wanted.add(one);
          else leaders.push(one);
        }
        expect(joined).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });

  test('similar words, without one drifting to the next', () => {
    const found = groupSpellings(
      values({ Mississippi: 50, Mississipi: 3, Missisippi: 2, Michigan: 40 }),
      'jaro-winkler',
    );
    expect(found.flatMap(({ to, from }) => [to, ...from.sort()])).toEqual([
      'Mississippi',
      'Missisippi',
      'Mississipi',
    ]);
  });

  test.each(['fingerprint', 'ngram', 'edit-distance', 'jaro-winkler'] as const)(
    '100,000 categories by %s',
    (method) => {
      const many = Array.from({ length: 100_000 }, (_, index) => ({
        value: `word ${String.fromCharCode(97 + (index % 26))}${((index * 7919) % 100_003).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}`,
        count: 1,
      }));
      expect(groupSpellings(many, method)).toBeInstanceOf(Array);
    },
    60_000,
  );
});

test('many values are compared in parts: the same groups, with progress, and given up when cancelled', async () => {
  const many = Array.from({ length: 4000 }, (_, index) => ({
    value: `category ${(index * 7919) % 1000} ${['north', 'nord', 'Nörth', 'south'][index % 4] ?? ''}`,
    count: 4000 - index,
  }));
  for (const method of spellingMethods) {
    const shares: number[] = [];
    const groups = await groupManySpellings(many, method, {
      signal: new AbortController().signal,
      progress: (share) => void shares.push(share),
    });
    expect(groups).toEqual(groupSpellings(many, method));
    expect(shares.length).toBeGreaterThan(4);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const controller = new AbortController();
    const given = groupManySpellings(many, method, {
      signal: controller.signal,
      progress: (share) => {
        if (share > 0) controller.abort();
      },
    });
    await expect(given).rejects.toMatchObject({ code: 'CANCELLED' });
  }
});

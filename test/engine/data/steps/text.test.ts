import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf } from '../../../../src-main/engine/data/steps/texts';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });
const texts = (...characters: string[]) =>
  fc.array(fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 }), {
    minLength: 1,
    maxLength: 30,
  });

describe('change-case', () => {
  const change = async (to: string, ...cells: (string | null)[]) =>
    (await run(tableOf({ a: text(...cells) }), [step({ kind: 'change-case', columns: ['a'], to })])).cells[
      'a'
    ];

  test('words and sentences, of any alphabet', async () => {
    const cells = ["o'NEIL smith-JONES", 'éCOLE ПРИВЕТ', '¿qué TAL?', '42 b', '', null, '中文'];
    expect(await change('title', ...cells)).toEqual([
      "O'neil Smith-Jones",
      'École Привет',
      '¿Qué Tal?',
      '42 B',
      '',
      null,
      '中文',
    ]);
    expect(await change('sentence', ...cells)).toEqual([
      "O'neil smith-jones",
      'École привет',
      '¿Qué tal?',
      '42 B',
      '',
      null,
      '中文',
    ]);
  });

  test('does what JavaScript does, keeps row order, and nothing when done again', async () => {
    await fc.assert(
      fc.asyncProperty(texts('a', 'Ä', 'é', 'Ж', '中', "'", '\n', '1'), async (cells) => {
        expect(await change('upper', ...cells)).toEqual(cells.map((cell) => cell.toUpperCase()));
        const lower = cells.map((cell) => cell.toLowerCase());
        expect(await change('lower', ...cells)).toEqual(lower);
        expect(await change('lower', ...lower)).toEqual(lower);
        const sentence = lower.map((cell) => cell.replace(/\p{L}/u, (letter) => letter.toUpperCase()));
        expect(await change('sentence', ...cells)).toEqual(sentence);
      }),
      { numRuns: 10 },
    );
  });
});

test('normalise-text does what Unicode normalisation of JavaScript does', async () => {
  const cells = [
    'e\u0301',
    'Ångström',
    '\u201cquoted\u201d \u2018it\u2019s\u2019',
    '1\u20132\u2014\u2026',
    null,
  ];
  const normalise = async (parameters: object) =>
    (
      await run(tableOf({ a: text(...cells) }), [
        step({ kind: 'normalise-text', columns: ['a'], ...parameters }),
      ])
    ).cells['a'];
  expect(await normalise({ plainMarks: false })).toEqual(cells.map((cell) => cell?.normalize('NFC') ?? null));
  expect(await normalise({})).toEqual(['é', 'Ångström', `"quoted" 'it's'`, '1-2-...', null]);
  expect(await normalise({ plainMarks: false, removeAccents: true })).toEqual(
    cells.map((cell) => cell?.normalize('NFD').replaceAll(/\p{Mn}/gu, '') ?? null),
  );
});

describe('replace-text', () => {
  const replace = async (parameters: object, ...cells: (string | null)[]) =>
    (
      await run(tableOf({ a: text(...cells) }), [
        step({ kind: 'replace-text', columns: ['a'], ...parameters }),
      ])
    ).cells['a'];

  test('plain text is what JavaScript replaces, whatever marks it has', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts('a', '.', '\\', '1', "'", '$'),
        fc.string({ unit: fc.constantFrom('a', '.', '\\', '('), minLength: 1, maxLength: 2 }),
        fc.string({ unit: fc.constantFrom('b', '\\', '1', "'"), maxLength: 3 }),
        async (cells, find, replacement) => {
          expect(await replace({ find, replacement, emptyIsMissing: false }, ...cells)).toEqual(
            cells.map((cell) => cell.split(find).join(replacement)),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  test('whole cells, letters of any case, groups of a pattern', async () => {
    expect(await replace({ find: 'n/a', whole: true, matchCase: false }, 'N/A', 'n/a x', null)).toEqual([
      null,
      'n/a x',
      null,
    ]);
    expect(
      await replace({ find: '(\\w+), (\\w+)', replacement: '\\2 \\1', pattern: true }, 'Doe, Jane', 'x'),
    ).toEqual(['Jane Doe', 'x']);
  });

  test('a pattern that cannot be used is told', async () => {
    for (const parameters of [{ find: '(' }, { find: '(a)(?:b)', replacement: '\\2' }]) {
      await expect(replace({ pattern: true, ...parameters }, 'a')).rejects.toMatchObject({
        code: 'STEP_INVALID',
        received: parameters.find,
      });
    }
    expect(['(a)', '\\((?:b)', '[(](?P<n>c)', '((d)e)'].map(groupsOf)).toEqual([1, 0, 1, 2]);
  });
});

test('extract-text takes a group, and a name that is free', async () => {
  const table = tableOf({ 'a"b.c': text('AB-12', 'x', null), __proto__x: text('1', '2', '3') });
  const extract = (parameters: object) =>
    run(table, [
      step({
        kind: 'extract-text',
        column: 'a"b.c',
        pattern: '([A-Z]+)-(\\d+)',
        into: '__proto__',
        ...parameters,
      }),
    ]);
  const { cells, columns } = await extract({ group: 2 });
  expect(columns.map(({ name }) => name)).toEqual(['a"b.c', '__proto__x', '__proto__']);
  expect(Object.entries(cells).find(([name]) => name === '__proto__')?.[1]).toEqual(['12', null, null]);
  await expect(extract({ group: 3 })).rejects.toMatchObject({ code: 'STEP_INVALID' });
  for (const name of ['A"B.C', '#row']) {
    await expect(extract({ into: name })).rejects.toMatchObject({ code: 'STEP_INVALID', received: name });
  }
});

test('pad-text does what padStart and padEnd do', async () => {
  const cells = ['7', '123456', '', 'é'];
  const pad = async (parameters: object) =>
    (await run(tableOf({ a: text(...cells) }), [step({ kind: 'pad-text', columns: ['a'], ...parameters })]))
      .cells['a'];
  expect(await pad({})).toEqual(cells.map((cell) => cell.padStart(5, '0')));
  expect(await pad({ side: 'end', character: '中' })).toEqual(cells.map((cell) => cell.padEnd(5, '中')));
  await expect(pad({ character: 'ab' })).rejects.toMatchObject({ code: 'STEP_INVALID', received: 'ab' });
});

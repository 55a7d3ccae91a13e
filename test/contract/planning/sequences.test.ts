import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  channelOf,
  columnsInOrder,
  matchPattern,
  proposeSequences,
  requireSequences,
  stemName,
} from '../../../src-main/contract/planning';
import { sequenceSchema } from '../../../src-main/contract/schemas/sequences';

const numbered = (stem: string, count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, place) => `${stem}${String(place + from)}`);

describe('groups of numbered columns', () => {
  test('of the same numbers are channels of one sequence, in order of the numbers, whatever the order of the table', () => {
    const names = [...numbered('hum_', 12).reverse(), 'site', ...numbered('temp_', 12)];
    const [found, ...others] = proposeSequences(names);
    expect(others).toEqual([]);
    expect(found?.channels.map(({ name }) => name)).toEqual(['hum', 'temp']);
    expect(found?.channels.map(({ columns }) => columns)).toEqual([
      numbered('hum_', 12),
      numbered('temp_', 12),
    ]);
  });

  test('are not made of a few numbers, nor of numbers that are not evenly apart', () => {
    expect(proposeSequences(['q1', 'q2', 'q3'])).toEqual([]);
    expect(proposeSequences(['v1', 'v2', 'v5', 'v90'])).toEqual([]);
  });

  test('every column is proposed once, and every proposal is of columns that are there', () => {
    const name = fc
      .tuple(fc.constantFrom('a', 'b_', 'c'), fc.nat(9), fc.constantFrom('', 'x', '_'), fc.option(fc.nat(9)))
      .map(
        ([stem, first, between, second]) =>
          `${stem}${String(first)}${between}${second === null ? '' : String(second)}`,
      );
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 60 }), (names) => {
        const proposed = proposeSequences(names).flatMap(columnsInOrder);
        expect(new Set(proposed).size).toBe(proposed.length);
        expect(names).toEqual(expect.arrayContaining(proposed));
      }),
    );
  });

  test('a pattern takes the columns by their number', () => {
    const names = ['t_10', 't_2', 't_1', 'tt_3', 't_x', 't_1_max'];
    expect(matchPattern('t_*', names)).toEqual(['t_1', 't_2', 't_10']);
    expect(matchPattern('t_x, t_2, none', names)).toEqual(['t_x', 't_2']);
    expect(channelOf('t_*', names)).toEqual({ name: 't', columns: ['t_1', 't_2', 't_10'] });
    expect(stemName('day[*] rain')).toBe('day rain');
  });
});

describe('what cannot be a sequence is told', () => {
  const types = new Map([
    ...[...numbered('t', 4), ...numbered('h', 3)].map((name) => [name, 'decimal'] as const),
    ['place', 'category'] as const,
  ]);
  const check =
    (sequences: unknown[], target: string | null = null) =>
    () =>
      requireSequences(
        { features: { sequences: sequences.map((one) => sequenceSchema.parse(one)) }, target },
        (name) => types.get(name),
      );
  const t = { name: 't', columns: numbered('t', 4) };

  test.each([
    [
      'channels of other lengths',
      [{ name: 's', channels: [t, { name: 'h', columns: numbered('h', 3) }] }],
      null,
      'of one length',
    ],
    [
      'a column that is not there',
      [{ name: 's', channels: [{ name: 't', columns: ['t1', 't9'] }] }],
      null,
      'no column t9',
    ],
    [
      'a column of words',
      [{ name: 's', channels: [{ name: 't', columns: ['t1', 'place'] }] }],
      null,
      'place cannot be',
    ],
    ['the column to predict', [{ name: 's', channels: [t] }], 't3', 't3 is to be predicted'],
    [
      'a column twice',
      [
        { name: 's', channels: [t] },
        { name: 'u', channels: [t] },
      ],
      null,
      'a step twice',
    ],
    [
      'a name twice',
      [
        { name: 's', channels: [t] },
        { name: 's', channels: [t] },
      ],
      null,
      'called s',
    ],
    ['the name of the table', [{ name: 'table', channels: [t] }], null, 'called table'],
  ])('%s', (_name, sequences, target, words) => {
    expect(check(sequences, target)).toThrow(expect.objectContaining({ code: 'SEQUENCE_UNSUITABLE' }));
    expect(check(sequences, target)).toThrow(words);
  });

  test('what can be one is not', () => {
    expect(check([{ name: 's', channels: [t] }])).not.toThrow();
  });
});

import { describe, expect, test } from 'vitest';
import type { StepKind } from '../../../../src-main/contract/cleaning';
import { StrongroomError } from '../../../../src-main/contract/errors';
import { run, step, tableOf } from './support';

const table = tableOf({
  word: { type: 'VARCHAR', cells: ['a', 'b', null] },
  n: { type: 'DOUBLE', cells: [1, 0, null] },
  day: { type: 'DATE', cells: ['2024-02-29', null, '1999-12-31'] },
});

const without: Partial<Record<StepKind, Record<string, unknown>>> = {
  'trim-text': { columns: ['gone'] },
  'replace-text': { columns: ['gone'], find: 'x' },
  'extract-text': { column: 'gone', pattern: 'x', into: 'y' },
  'parse-dates': { columns: ['gone'] },
  'rename-columns': { names: [{ from: 'gone', to: 'x' }] },
  'derive-column': { into: 'x', expression: '"gone" + 1' },
  'bin-numbers': { column: 'gone', into: 'x' },
  'filter-rows': { conditions: { conditions: [{ column: 'gone', operator: 'missing' }] } },
  'remove-duplicates': { columns: ['gone'] },
  'fill-missing': { columns: ['gone'] },
  'fill-in-order': { columns: ['n'], within: ['gone'] },
  'fill-from-neighbours': { columns: ['n'], by: ['gone'] },
  'cap-outliers': { columns: ['gone'] },
  'merge-rare': { columns: ['gone'] },
  aggregate: { keys: ['gone'] },
  'pivot-wider': { keys: ['gone'], names: 'word', values: 'n' },
  'sort-rows': { columns: ['gone'] },
};

const wrong: readonly [string, { kind: StepKind } & Record<string, unknown>, RegExp][] = [
  ['outliers of words', { kind: 'remove-outliers', columns: ['word'] }, /word/],
  ['bins of words', { kind: 'bin-numbers', column: 'word', into: 'x' }, /word/],
  ['a mean of words', { kind: 'fill-missing', columns: ['word'], method: 'mean' }, /word/],
  ['a sum of dates', { kind: 'aggregate', measures: [{ column: 'day', measure: 'sum' }] }, /day/],
  ['a line through words', { kind: 'fill-in-order', columns: ['word'], method: 'interpolate' }, /word/],
  ['rare numbers', { kind: 'merge-rare', columns: ['n'] }, /n/],
  ['a date as a number', { kind: 'change-type', columns: ['day'], to: 'decimal' }, /day/],
  [
    'a bracket without its half',
    { kind: 'extract-text', column: 'word', pattern: '(a', into: 'x' },
    /missing \)/,
  ],
  [
    'a pattern that would need too much memory',
    { kind: 'extract-text', column: 'word', pattern: '((a{100}){100}){100}', into: 'x' },
    /regular expression/,
  ],
  [
    'a group that the pattern lacks',
    { kind: 'extract-text', column: 'word', pattern: 'a', group: 2, into: 'x' },
    /group 2/,
  ],
  ['an expression that breaks off', { kind: 'derive-column', into: 'x', expression: '"n" +' }, /expression/],
  [
    'a function that reads files',
    { kind: 'derive-column', into: 'x', expression: "read_text('/etc/passwd')" },
    /character 1/,
  ],
  ['a sign that is none', { kind: 'derive-column', into: 'x', expression: '"n" + ;' }, /character 7/],
  ['words and numbers', { kind: 'derive-column', into: 'x', expression: 'sqrt("day")' }, /expression/],
  [
    'a filter that is a number',
    { kind: 'filter-rows', by: 'expression', expression: '"n" + 1' },
    /true or false/,
  ],
  ['a name that is taken', { kind: 'derive-column', into: 'Word', expression: '1' }, /Word|name/],
];

async function failure(of: { kind: StepKind } & Record<string, unknown>): Promise<StrongroomError> {
  try {
    await run(table, [step(of)]);
  } catch (error) {
    if (error instanceof StrongroomError) return error;
    throw error;
  }
  throw new Error('nothing was told');
}

describe('bad settings are told by code, with what was expected, what came and what to do', () => {
  test.each(Object.entries(without))('%s without its column', async (kind, parameters) => {
    const error = await failure({ kind: kind as StepKind, ...parameters });
    expect(error.code).toBe('STEP_INVALID');
    expect(`${error.message} ${error.received ?? ''}`).toContain('gone');
    expect(error.next).toBeTruthy();
  });

  test.each(wrong)('%s', async (_, of, message) => {
    const error = await failure(of);
    expect(error.code).toBe('STEP_INVALID');
    expect(error.message).toMatch(message);
    expect(error.expected).toBeTruthy();
    expect(error.received).toBeTruthy();
    expect(error.next).toBeTruthy();
  });

  test('a division by zero is a missing cell, and no infinity', async () => {
    const { cells } = await run(table, [
      step({ kind: 'derive-column', into: 'r', expression: '1 / "n"' }),
      step({ kind: 'derive-column', into: 'm', expression: '5 % "n"' }),
      step({ kind: 'derive-column', into: 'l', expression: 'ln("n")' }),
    ]);
    expect([cells['r'], cells['m'], cells['l']]).toEqual([
      [1, null, null],
      [0, null, null],
      [0, null, null],
    ]);
  });

  test('a pattern that makes other engines try for ever is done in time', async () => {
    const long = `${'a'.repeat(50_000)}b`;
    const texts = tableOf({ t: { type: 'VARCHAR', cells: [long, 'aaa'] } });
    const { cells } = await run(texts, [
      step({ kind: 'extract-text', column: 't', pattern: '^(a+)+$', into: 'x' }),
      step({ kind: 'replace-text', columns: ['t'], find: '(a|aa)+c', replacement: '', pattern: true }),
    ]);
    expect(cells).toEqual({ t: [long, 'aaa'], x: [null, 'aaa'] });
  }, 10_000);
});

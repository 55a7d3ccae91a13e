import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { rules } from '../../../../src-main/engine/data/suggestions';
import { groupCategories } from '../../../../src-main/engine/data/suggestions/group-categories';
import type { Draft } from '../../../../src-main/engine/data/suggestions/rule';
import { lookAt, suggestSteps } from '../../../../src-main/engine/data/suggestions/suggest';
import { step, withFolder, writeTable } from '../steps/support';

const { signal } = new AbortController();
const context = { signal, report: () => undefined, stopRequested: () => false, pauseRequested: () => false };

/** What one rule says of a table with columns as SQL of the number of the row, i. */
async function says(rule: string, columns: string, rows = 300): Promise<Draft[]> {
  const database = await openDatabase({ files: [], directories: [] });
  try {
    await database.run(
      `CREATE TEMP TABLE t AS SELECT ${columns}, i AS "#row" FROM range(${String(rows)}) r(i)`,
    );
    const found = rules.find(({ name }) => name === rule);
    if (found === undefined) throw new Error(`no rule ${rule}`);
    return await found.look(await lookAt(database, 't'));
  } finally {
    database.close();
  }
}

/** Something to look at in which there is nothing to put right. */
const fine = `i * 1.5 + (i * 7919) % 11 AS size, CASE WHEN i % 3 = 0 THEN 'north' WHEN i % 3 = 1 THEN 'south' ELSE 'east' END AS place`;

test.each([
  [
    'blanks',
    `${fine}, CASE WHEN i < 3 THEN ' a' ELSE 'a' || i % 2 END AS "w.""x"`,
    { kind: 'trim-text', columns: ['w."x'] },
    3,
  ],
  [
    'spellings',
    `${fine}, CASE WHEN i < 4 THEN 'KÖLN' WHEN i < 100 THEN 'Bonn' ELSE 'Köln' END AS city`,
    { kind: 'group-categories', column: 'city', groups: [{ to: 'Köln', from: ['KÖLN'] }] },
    4,
  ],
  [
    'misspelt',
    `${fine}, CASE WHEN i < 2 THEN 'Hambrug' WHEN i < 100 THEN 'Bonn' ELSE 'Hamburg' END AS city`,
    { kind: 'group-categories', column: 'city', groups: [{ to: 'Hamburg', from: ['Hambrug'] }] },
    2,
  ],
  [
    'missing-words',
    `${fine}, CASE WHEN i < 2 THEN 'n/a' WHEN i < 5 THEN '-' ELSE 'x' END AS w`,
    {
      kind: 'map-values',
      column: 'w',
      pairs: [
        { from: '-', to: '' },
        { from: 'n/a', to: '' },
      ],
    },
    5,
  ],
  [
    'number-text',
    `${fine}, '€ ' || i || ',50' AS price`,
    { kind: 'parse-numbers', columns: ['price'], decimal: ',' },
    300,
  ],
  [
    'date-text',
    `${fine}, (13 + i % 10) || '.1.2024' AS day`,
    { kind: 'parse-dates', columns: ['day'], order: 'dmy' },
    300,
  ],
  [
    'useless-columns',
    `${fine}, 1 AS same, NULL::VARCHAR AS nothing`,
    { kind: 'drop-columns', columns: ['nothing', 'same'] },
    2,
  ],
  ['identifiers', `${fine}, i AS "customer id"`, { kind: 'drop-columns', columns: ['customer id'] }, 1],
  [
    'repeated-columns',
    `${fine}, CASE WHEN i % 3 = 0 THEN 'north' WHEN i % 3 = 1 THEN 'south' ELSE 'east' END AS "place 2"`,
    { kind: 'drop-columns', columns: ['place 2'] },
    1,
  ],
  [
    'far-outliers',
    `${fine}, CASE WHEN i = 7 THEN 1e9 ELSE i END AS n`,
    { kind: 'cap-outliers', columns: ['n'], threshold: 3 },
    1,
  ],
  [
    'rare-categories',
    `${fine}, CASE WHEN i < 6 THEN 'rare' || i ELSE 'often' END AS w`,
    { kind: 'merge-rare', columns: ['w'], rule: 'count' },
    6,
  ],
])('%s', async (rule, columns, wanted, count) => {
  const [draft, ...more] = await says(rule, columns);
  expect(draft).toMatchObject({ step: wanted, changes: { count } });
  expect(draft?.reason).toMatch(/\.$/);
  expect(more).toEqual([]);
  expect(await says(rule, fine)).toEqual([]);
});

test('rows that repeat', async () => {
  const [draft] = await says('duplicate-rows', 'CASE WHEN i < 5 THEN 0 ELSE i END AS a');
  expect(draft).toMatchObject({ step: { kind: 'remove-duplicates' }, changes: { what: 'rows', count: 4 } });
});

test('what could be read in two ways is asked or left alone', async () => {
  // 1.500 and 2,25: nobody knows which mark is the decimal one.
  expect(await says('number-text', `CASE WHEN i % 2 = 0 THEN '2,25 kg' ELSE '1.5 kg' END AS w`)).toEqual([]);
  // Codes with leading zeros are names.
  expect(await says('number-text', `'00' || i AS code`)).toEqual([]);
  const [date] = await says('date-text', `(1 + i % 12) || '/' || (1 + i % 9) || '/2024' AS d`);
  expect(date?.reason).toContain('check which one');
});

test('suggestions are steps that can be added, and nothing is suggested again once they are', async () => {
  await withFolder(async (folder) => {
    const parquet = join(folder, 'data.parquet');
    await writeTable(
      parquet,
      `SELECT ${fine}, CASE WHEN i < 9 THEN ' Köln' WHEN i < 12 THEN 'koln' WHEN i < 90 THEN 'Bonn' ELSE 'Köln' END AS city, 5 AS same FROM range(400) r(i)`,
    );
    const first = await suggestSteps({ parquet, steps: [], seed: 1 }, context);
    expect(first).toMatchObject({ sampled: 400, total: 400 });
    expect(first.suggestions.map(({ rule }) => rule)).toEqual(['useless-columns', 'blanks', 'spellings']);
    const steps = first.suggestions.map(({ step: suggested }) => suggested);
    const second = await suggestSteps({ parquet, steps, seed: 1 }, context);
    expect(second.suggestions).toEqual([]);

    const proposal = await groupCategories(
      {
        parquet,
        steps: [step({ kind: 'trim-text', columns: ['city'] })],
        column: 'city',
        method: 'fingerprint',
        seed: 1,
      },
      context,
    );
    expect(proposal).toEqual({
      distinct: 3,
      compared: 3,
      groups: [{ to: 'Köln', from: ['koln'], rows: { to: 319, from: 3 } }],
    });
    await expect(
      groupCategories({ parquet, steps: [], column: 'size', method: 'ngram', seed: 1 }, context),
    ).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });
});

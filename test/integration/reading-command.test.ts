import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';

/** Regions called NA, dates of either order, and one word among the numbers. */
async function dirtyFile(name: string, dateOf: (i: number) => string): Promise<string> {
  const rows = Array.from(
    { length: 90 },
    (_, i) =>
      `${i % 3 === 0 ? 'NA' : 'EU'},${dateOf(i)},${i === 40 ? 'unknown' : i % 10},${i % 2 === 0 ? 'yes' : 'no'}`,
  );
  const path = join(await temporaryFolder(), name);
  await writeFile(path, `region,day,amount,bought\n${rows.join('\n')}\n`);
  return path;
}
const open = (i: number): string => `0${(i % 9) + 1}/02/2024`;
const decisions = ['--column', 'region=missing:', '--column', 'day=dates:mdy', '--column', 'amount=integer'];

interface Profile {
  reading: { columns?: { name: string }[] };
  warnings: { code: string }[];
  columns: { name: string; type: string; missing: number; dates: { first: string } | null }[];
  unreadable: unknown[];
}

test('open questions are notes, or an error with --strict; options and a contract file settle them', async () => {
  const file = await dirtyFile('sales.csv', open);
  const plain = await strongroom('profile', file, '--json');
  expect(plain.code).toBe(0);
  const codes = (plain.json() as Profile).warnings.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['AMBIGUOUS_DATES', 'MISSING_WORDS', 'NEARLY_TYPED']));

  const strict = await strongroom('profile', file, '--strict');
  expect(strict.code).toBe(1);
  expect(strict.stderr).toContain('DECISION_NEEDED');

  const contract = join(await temporaryFolder(), 'contract.json');
  const chosen = await strongroom(
    'profile',
    file,
    '--strict',
    ...decisions,
    '--save-contract',
    contract,
    '--json',
  );
  expect(chosen.code).toBe(0);
  const profile = chosen.json() as Profile;
  expect(profile.columns.map(({ type, missing }) => [type, missing])).toEqual([
    ['category', 0],
    ['date', 0],
    ['integer', 1],
    ['category', 0],
  ]);
  expect(profile.columns[1]?.dates?.first).toBe('2024-01-02');
  expect(profile.unreadable).toEqual([
    { line: 42, row: 41, column: 'amount', value: 'unknown', reason: 'no integer' },
  ]);

  const saved: unknown = JSON.parse(await readFile(contract, 'utf8'));
  expect(saved).toMatchObject({ columns: [{ name: 'region' }, { name: 'day' }, { name: 'amount' }] });
  const again = await strongroom('profile', file, '--strict', '--contract', contract, '--json');
  expect((again.json() as Profile).columns).toEqual(profile.columns);
});

test('a model applies what was decided to later files, and names what breaks it', async () => {
  const file = await dirtyFile('sales.csv', open);
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  const trained = await strongroom(
    ...['train', file, '--target', 'bought', '--epochs', '3', '--out', model, '--strict', '--json'],
    ...decisions,
  );
  expect(trained.code).toBe(0);
  const later = await dirtyFile('later.csv', (i) =>
    i === 5 ? 'soon' : `01/${String((i % 28) + 1).padStart(2, '0')}/2024`,
  );
  const out = join(folder, 'predicted.csv');
  const predicted = await strongroom('predict', model, later, '--out', out);
  expect(predicted.code).toBe(0);
  const told = predicted.stdout + predicted.stderr;
  expect(told).toMatch(/line 7 +day +"soon" +no date/);
  expect(told).toMatch(/line 42 +amount +"unknown" +no integer/);
  const lines = (await readFile(out, 'utf8')).split(/\r?\n/);
  expect(lines[1]).toMatch(/^NA,01\/01\/2024,0,yes,/);
  expect(lines[6]).toMatch(/^EU,soon,5,no,/);
});

test.each([
  ['a decision that is none', ['--column', 'region=colour'], 2, 'missing:WORD'],
  ['a delimiter of two signs', ['--delimiter', '::'], 2, 'single character'],
])('%s is refused as wrong usage', async (_, options, code, told) => {
  const result = await strongroom('profile', await dirtyFile('sales.csv', open), ...options);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(told);
});

test('a contract file that is none is refused, with the place', async () => {
  const contract = join(await temporaryFolder(), 'contract.json');
  await writeFile(contract, JSON.stringify({ delimiter: ',', colour: 'red' }));
  const result = await strongroom('profile', await dirtyFile('sales.csv', open), '--contract', contract);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('colour');
});

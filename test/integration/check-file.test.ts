import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { fileCheckSchema, type FileCheck } from '../../src-main/contract/schemas/file-check';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

type Row = Record<string, string>;

async function trained(): Promise<{ folder: string; model: string; rows: Row[] }> {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  expect(
    (await strongroom('train', sample('penguins.csv'), '--target', 'Species', '--out', model)).code,
  ).toBe(0);
  const text = await readFile(sample('penguins.csv'), 'utf8');
  const rows = Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data.slice(0, 40);
  return { folder, model, rows: rows.map(({ Species: _species, ...row }) => row) };
}

async function check(
  model: string,
  path: string,
  ...more: string[]
): Promise<{ code: number; found: FileCheck }> {
  const ran = await strongroom('predict', model, path, '--check', '--json', ...more);
  return { code: ran.code, found: fileCheckSchema.parse(ran.json()) };
}

test('a file is compared before it is predicted: each thing that differs, with counts and rows', async () => {
  const { folder, model, rows } = await trained();
  const path = join(folder, 'later.csv');
  const write = (some: Row[]): Promise<void> => writeFile(path, Papa.unparse(some));

  await write(rows);
  const plain = await check(model, path);
  expect(plain.code).toBe(0);
  expect(plain.found).toMatchObject({
    rows: 40,
    passed: true,
    missing: [],
    extra: [],
    outOfRange: [],
    unseen: [],
    unreadable: [],
  });

  // Counted here from what was done to the file.
  const altered = rows.map(({ 'Body Mass (g)': mass = '', ...row }, place) => ({
    ...row,
    body_mass: mass,
    Island: place === 4 || place === 9 ? 'Atlantis' : place === 6 ? 'Avalon' : (row['Island'] ?? ''),
    'Flipper Length (mm)': place === 11 ? '999' : place === 12 ? '5' : (row['Flipper Length (mm)'] ?? ''),
    'Beak Depth (mm)': place === 20 ? 'deep' : (row['Beak Depth (mm)'] ?? ''),
    Remark: 'x',
  }));
  await write(altered);
  const first = await check(model, path);
  expect(first.code).toBe(1);
  expect(first.found).toMatchObject({
    rows: 40,
    passed: false,
    missing: [{ column: 'Body Mass (g)', proposal: 'body_mass' }],
    extra: ['body_mass', 'Remark'],
    outOfRange: [
      {
        column: 'Flipper Length (mm)',
        rows: 2,
        examples: [
          { row: 12, value: '999' },
          { row: 13, value: '5' },
        ],
      },
    ],
    unseen: [
      {
        column: 'Island',
        rows: 3,
        distinct: 2,
        examples: [
          { value: 'Atlantis', rows: 2, row: 5 },
          { value: 'Avalon', rows: 1, row: 7 },
        ],
      },
    ],
    unreadable: [
      { column: 'Beak Depth (mm)', rows: 1, mostly: false, examples: [{ row: 21, value: 'deep' }] },
    ],
  });

  // With the name that was proposed it can be predicted, and the values of that column are compared too.
  altered[30] = { ...altered[30], body_mass: '99999' } as (typeof altered)[number];
  await write(altered);
  const rename = ['--rename', 'body_mass=Body Mass (g)'];
  const second = await check(model, path, ...rename);
  expect(second.code).toBe(0);
  expect(second.found).toMatchObject({
    passed: true,
    missing: [],
    renamed: [{ was: 'Body Mass (g)', is: 'body_mass' }],
    extra: ['Remark'],
  });
  expect(second.found.outOfRange.map(({ column, rows: count }) => [column, count])).toEqual([
    ['Flipper Length (mm)', 2],
    ['Body Mass (g)', 1],
  ]);

  // The answers are those of the same rows under the names of the training; the file keeps its own.
  const renamedOut = join(folder, 'renamed.csv');
  expect((await strongroom('predict', model, path, '--out', renamedOut, ...rename)).code).toBe(0);
  const same = join(folder, 'same.csv');
  await writeFile(
    same,
    Papa.unparse(altered.map(({ body_mass, ...row }) => ({ ...row, 'Body Mass (g)': body_mass }))),
  );
  const sameOut = join(folder, 'same-out.csv');
  expect((await strongroom('predict', model, same, '--out', sameOut)).code).toBe(0);
  const answers = async (file: string): Promise<Row[]> =>
    Papa.parse<Row>(await readFile(file, 'utf8'), { header: true, skipEmptyLines: true }).data;
  const [left, right] = [await answers(renamedOut), await answers(sameOut)];
  expect(Object.keys(left[0] ?? {})).toContain('body_mass');
  const answered = (row: Row): string[] =>
    Object.entries(row).flatMap(([name, value]) => (/^predicted|^probability/.test(name) ? [value] : []));
  expect(left.map(answered)).toEqual(right.map(answered));
});

test('what a person reads of it, and names that cannot be taken', async () => {
  const { folder, model, rows } = await trained();
  const path = join(folder, 'later.csv');
  await writeFile(path, Papa.unparse(rows.map(({ Island, ...row }) => ({ ...row, island: Island ?? '' }))));
  const told = await strongroom('predict', model, path, '--check');
  expect([told.code, told.stdout]).toEqual([1, expect.stringContaining('may be "island" of the file')]);
  expect(told.stdout).toContain('--rename "island=Island"');
  const twice = await strongroom('predict', model, path, '--check', '--rename', 'Sex=Island');
  // Sex is then missing itself.
  expect([twice.code, twice.stdout]).toEqual([1, expect.stringContaining('Sex')]);
  const none = await strongroom('predict', model, path, '--check', '--rename', 'nowhere=Island');
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('"nowhere"')]);
  const usage = await strongroom('predict', model, path, '--check', '--rename', 'Island');
  expect(usage.code).toBe(2);
  expect((await strongroom('predict', model, path)).code).toBe(2);
});

test('a column that cannot be read at all keeps the file from being predicted', async () => {
  const { folder, model, rows } = await trained();
  const path = join(folder, 'later.csv');
  await writeFile(path, Papa.unparse(rows.map((row) => ({ ...row, 'Body Mass (g)': 'heavy' }))));
  const { code, found } = await check(model, path);
  expect([code, found.passed]).toEqual([1, false]);
  expect(found.unreadable).toMatchObject([{ column: 'Body Mass (g)', mostly: true }]);
});

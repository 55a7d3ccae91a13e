import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';

const recipe = {
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: null,
  cleaning: [
    { kind: 'trim-text', id: 'trim', columns: ['name', 'note'] },
    { kind: 'remove-duplicates', id: 'twice' },
    { kind: 'fill-missing', id: 'fill', columns: ['size'], method: 'median' },
    { kind: 'drop-columns', id: 'off', enabled: false, columns: ['note'] },
  ],
};
const data = `name,size,note
Ann,1,=1+1
Ann ,1,=1+1
Bo,,-5
Cy,3,"@a, b"
Di,5,plain
`;

test('prepare does the cleaning of a recipe and writes the table', async () => {
  const folder = await temporaryFolder();
  const [file, steps] = [join(folder, 'data.csv'), join(folder, 'recipe.json')];
  await writeFile(file, data);
  await writeFile(steps, JSON.stringify(recipe));

  const csv = join(folder, 'clean.csv');
  const written = await strongroom('prepare', file, '--recipe', steps, '--out', csv, '--json');
  expect(written.code).toBe(0);
  expect(written.json()).toMatchObject({
    rows: 4,
    rows_read: 5,
    columns: [{ name: 'name' }, { name: 'size', type: 'integer' }, { name: 'note' }],
    steps: [
      { kind: 'trim-text', changed_cells: 1 },
      { kind: 'remove-duplicates', rows_before: 5, rows_after: 4 },
      { kind: 'fill-missing', changed_cells: 1 },
    ],
  });
  const document = written.json() as { warnings: { code: string; message: string }[] };
  expect(document.warnings.find(({ code }) => code === 'FORMULAS_DEFUSED')?.message).toMatch(/^2 cells/);
  expect((await readFile(csv, 'utf8')).trim().split(/\r?\n/)).toEqual([
    'name,size,note',
    "Ann,1,'=1+1",
    'Bo,3,-5',
    `Cy,3,"'@a, b"`,
    'Di,5,plain',
  ]);
  expect(await readFile(file, 'utf8')).toBe(data);

  const xlsx = join(folder, 'clean.xlsx');
  expect((await strongroom('prepare', file, '--recipe', steps, '--out', xlsx)).code).toBe(0);
  const again = await strongroom('profile', xlsx, '--json');
  expect(again.json()).toMatchObject({ rows: 4, reading: { format: 'workbook' } });

  const parquet = join(folder, 'clean.parquet');
  const stored = await strongroom('prepare', file, '--recipe', steps, '--out', parquet);
  expect(stored.code).toBe(0);
  expect(stored.stdout).toContain('Wrote 4 rows and 3 columns');
  expect((await readFile(parquet)).subarray(0, 4).toString()).toBe('PAR1');
});

test('prepare says what is wrong and leaves no file', async () => {
  const folder = await temporaryFolder();
  const [file, steps, out] = [join(folder, 'd.csv'), join(folder, 'r.json'), join(folder, 'o.csv')];
  await writeFile(file, data);
  const broken = { ...recipe, cleaning: [{ kind: 'drop-columns', id: 'x', columns: ['gone'] }] };
  await writeFile(steps, JSON.stringify(broken));
  const failed = await strongroom('prepare', file, '--recipe', steps, '--out', out, '--json');
  expect(failed.code).toBe(1);
  expect(failed.json()).toMatchObject({ error: { code: 'STEP_INVALID', received: 'gone' } });
  expect(existsSync(out)).toBe(false);
  const wrong = await strongroom(
    'prepare',
    file,
    '--recipe',
    steps,
    '--out',
    join(folder, 'o.txt'),
    '--json',
  );
  expect(wrong.code).toBe(2);
});

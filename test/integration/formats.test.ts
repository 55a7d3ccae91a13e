import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

const penguins = sample('penguins.csv');

test('a model takes every format: the same scores and predictions, whatever the file', async () => {
  const folder = await temporaryFolder();
  const files: Record<string, string> = { csv: penguins };
  for (const format of ['xlsx', 'parquet']) {
    files[format] = join(folder, `penguins.${format}`);
    const converted = await strongroom('convert', penguins, '--out', files[format], '--json');
    expect(converted.code).toBe(0);
    expect(converted.json()).toMatchObject({ rows: 344, format });
  }
  const model = join(folder, 'model');
  const data = files['xlsx'] ?? '';
  const options = [
    '--target',
    'Species',
    '--out',
    model,
    '--epochs',
    '5',
    '--sheet',
    'Data',
    '--range',
    'A:G',
  ];
  expect((await strongroom('train', data, ...options)).code).toBe(0);

  const answers = [];
  for (const [format, file] of Object.entries(files)) {
    const evaluated = await strongroom('evaluate', model, file, '--json');
    expect(evaluated.code).toBe(0);
    const { rows, metrics } = evaluated.json() as { rows: number; metrics: unknown };
    const out = join(folder, `${format} predicted.csv`);
    expect((await strongroom('predict', model, file, '--out', out)).code).toBe(0);
    const predicted = (await readFile(out, 'utf8')).split('\r\n').map((line) => line.split(',').slice(-4));
    answers.push({ rows, metrics, predicted });
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);

  const profile = await strongroom('profile', data, '--json', '--header-row', '2');
  expect(profile.json()).toMatchObject({ rows: 343, reading: { format: 'workbook', headerRow: 2 } });
  const missing = await strongroom('profile', data, '--sheet', 'None');
  expect([missing.code, missing.stderr.includes('SHEET_NOT_FOUND')]).toEqual([1, true]);
});

test('convert refuses a format that it does not write', async () => {
  const refused = await strongroom('convert', penguins, '--out', 'penguins.doc');
  expect([refused.code, refused.stderr.includes('USAGE')]).toEqual([2, true]);
});

test('convert stacks several files', async () => {
  const folder = await temporaryFolder();
  const [first, second, out] = [join(folder, 'a.csv'), join(folder, 'b.csv'), join(folder, 'both.csv')];
  await writeFile(first, 'n,word\n1,x\n2,y\n');
  await writeFile(second, 'word,n\nz,2.5\n');
  const done = await strongroom('convert', first, second, '--file-column', '--out', out, '--json');
  expect(done.json()).toMatchObject({ rows: 3 });
  expect((await readFile(out, 'utf8')).trim().split('\r\n')).toEqual([
    'n,word,file',
    '1,x,a.csv',
    '2,y,a.csv',
    '2.5,z,b.csv',
  ]);
  await writeFile(second, 'other\n1\n2\n');
  const refused = await strongroom('convert', first, second, '--out', join(folder, 'none.csv'));
  expect([refused.code, refused.stderr.includes('COMBINE_UNSUITABLE')]).toEqual([1, true]);
});

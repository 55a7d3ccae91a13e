import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { errorPayloadSchema } from '../../src-main/contract/errors';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');

const table = `x,y\n${rows(60, (i) => `${String(i * 7)},${i % 2 === 0 ? 'a' : 'b'}`)}\n`;

/** Each file, the column to predict, and the code that has to come. */
const badFiles: [name: string, content: string | Buffer | null, target: string, code: string][] = [
  ['a file that is not there', null, 'y', 'FILE_NOT_FOUND'],
  ['no bytes', '', 'y', 'FILE_EMPTY'],
  ['nothing but white space', ' \n\n  \n', 'y', 'FILE_EMPTY'],
  ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'y', 'FILE_NOT_TEXT'],
  [
    'a workbook that is cut off',
    Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000xl/workbook.xml'),
    'y',
    'FILE_DAMAGED',
  ],
  ['a header only', 'x,y\n', 'y', 'HEADER_ONLY'],
  ['a target that is not there', table, 'z', 'TARGET_NOT_FOUND'],
  ['one single class', `x,y\n${rows(60, (i) => `${String(i * 3)},a`)}\n`, 'y', 'TARGET_SINGLE_CLASS'],
  ['three rows', 'x,y\n1,a\n2,b\n3,a\n', 'y', 'TOO_FEW_ROWS'],
  [
    'a target and nothing else',
    `y\n${rows(60, (i) => (i % 2 === 0 ? 'a' : 'b'))}\n`,
    'y',
    'NO_INPUT_COLUMNS',
  ],
  ['a single line of 50 MB', `x,y\n1,"${'z'.repeat(50_000_000)}"\n`, 'y', 'LINE_TOO_LONG'],
  [
    '10,000 columns',
    rows(60, () => Array.from({ length: 10_000 }, (_, i) => `c${String(i)}`).join(',')),
    'c1',
    'TOO_MANY_COLUMNS',
  ],
];

test.each(badFiles)('%s', async (_name, content, target, code) => {
  const path = join(folder, 'data.csv');
  if (content !== null) await writeFile(path, content);
  const ran = await strongroom('train', path, '--target', target, '--out', join(folder, 'model'), '--json');
  expect(ran.code).toBe(1);
  const { error } = ran.json() as { error: unknown };
  const payload = errorPayloadSchema.parse(error);
  expect(payload.code).toBe(code);
  expect(payload.next ?? '').not.toBe('');
  expect(await readdir(folder)).toEqual(content === null ? [] : ['data.csv']);
});

test('a folder without pictures instead of a file', async () => {
  const ran = await strongroom('profile', folder, '--json');
  expect([ran.code, ran.json()]).toMatchObject([1, { error: { code: 'IMAGES_NOT_FOUND' } }]);
});

test('repeated and blank column names are changed, with a warning', async () => {
  const path = join(folder, 'data.csv');
  await writeFile(path, `a,a,,y\n${rows(60, (i) => `${String(i)},${String(i * 2)},${String(i * 3)},q`)}\n`);
  const ran = await strongroom('profile', path, '--json');
  expect(ran.code).toBe(0);
  const { columns, warnings } = ran.json() as { columns: { name: string }[]; warnings: unknown[] };
  const names = columns.map(({ name }) => name);
  expect(new Set(names).size).toBe(4);
  expect(names.every((name) => name.trim() !== '')).toBe(true);
  expect(warnings.length).toBeGreaterThan(0);
});

test('rows without a target are set aside and counted', async () => {
  const path = join(folder, 'data.csv');
  await writeFile(
    path,
    `x,y\n${rows(120, (i) => `${String((i * 37) % 50)},${i % 10 === 0 ? '' : i % 2 === 0 ? 'a' : 'b'}`)}\n`,
  );
  const out = join(folder, 'model');
  const ran = await strongroom('train', path, '--target', 'y', '--out', out, '--epochs', '2', '--json');
  expect(ran.code).toBe(0);
  const { rows: used, warnings } = ran.json() as {
    rows: { train: number; validation: number; test: number };
    warnings: { code: string; rows?: number }[];
  };
  expect(used.train + used.validation + used.test).toBe(108);
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'TARGET_MISSING', rows: 12 }));
});

test('rows that cannot be read are counted and shown with line and reason', async () => {
  const path = join(folder, 'data.csv');
  await writeFile(path, `x,y\n1,a\n2,b,c\n3,a\n`);
  const ran = await strongroom('profile', path, '--json');
  expect(ran.json()).toMatchObject({
    rows: 2,
    rejected_rows: 1,
    rejected: [{ line: 3, reason: expect.any(String) as string }],
  });
});

test.each([
  ['no command', []],
  ['an unknown command', ['fly']],
  ['no file', ['train']],
  ['no target', ['train', 'x.csv']],
  ['a seed that is no number', ['train', 'x.csv', '--target', 'y', '--seed', 'one']],
  ['an unknown device', ['train', 'x.csv', '--target', 'y', '--device', 'abacus']],
  ['an unknown option', ['doctor', '--loudly']],
  ['an unknown format', ['export', 'model', '--format', 'pickle', '--out', 'x']],
])('%s is wrong usage: exit 2', async (_name, args) => {
  expect((await strongroom(...args)).code).toBe(2);
  const json = await strongroom(...args, '--json');
  expect(json.code).toBe(2);
  expect(json.json()).toMatchObject({ error: { code: 'USAGE' } });
});

test.each([['--help'], ['--version'], ['train --help']])('%s is done: exit 0', async (line) => {
  const ran = await strongroom(...line.split(' '));
  expect([ran.code, ran.stdout !== '', ran.stderr]).toEqual([0, true, '']);
});

test('a device that is not here is refused with reasons', async () => {
  vi.stubEnv('STRONGROOM_ENGINES', join(folder, 'engines'));
  const args = ['--target', 'Species', '--device', 'tensorflow', '--out', join(folder, 'm'), '--json'];
  const ran = await strongroom('train', sample('penguins.csv'), ...args);
  const error = {
    code: 'DEVICE_NOT_AVAILABLE',
    message: expect.stringContaining('npm run engine:tensorflow'),
    expected: expect.stringMatching(/^one of auto, cpu,.* reference$/) as string,
    received: 'tensorflow',
  };
  expect([ran.code, ran.json()]).toMatchObject([1, { error }]);
});

test('a recipe that is wrong, and one that is newer', async () => {
  const path = join(folder, 'recipe.json');
  const train = () => strongroom('train', sample('penguins.csv'), '--recipe', path, '--json');
  await writeFile(path, '{"version": 1, "target": 5}');
  expect((await train()).json()).toMatchObject({ error: { code: 'RECIPE_INVALID' } });
  await writeFile(path, '{"version": 1000}');
  expect((await train()).json()).toMatchObject({ error: { code: 'RECIPE_VERSION' } });
});

test('a folder of other things is not replaced by a model', async () => {
  const out = join(folder, 'thesis');
  await mkdir(out);
  await writeFile(join(out, 'chapter.txt'), 'mine');
  const ran = await strongroom(
    'train',
    sample('penguins.csv'),
    '--target',
    'Species',
    '--out',
    out,
    '--json',
  );
  expect(ran.json()).toMatchObject({ error: { code: 'NOT_WRITABLE' } });
  expect(await readFile(join(out, 'chapter.txt'), 'utf8')).toBe('mine');
});

test('models: none, a damaged one, a file that lacks their columns', async () => {
  const model = join(folder, 'model');
  const data = sample('penguins.csv');
  expect((await strongroom('evaluate', model, data, '--json')).json()).toMatchObject({
    error: { code: 'MODEL_NOT_FOUND' },
  });
  await strongroom('train', data, '--target', 'Species', '--out', model, '--epochs', '2');

  const other = join(folder, 'other.csv');
  await writeFile(other, 'x,y\n1,2\n');
  expect((await strongroom('evaluate', model, other, '--json')).json()).toMatchObject({
    error: { code: 'CONTRACT_MISMATCH' },
  });
  const out = join(folder, 'predicted.csv');
  const predicted = await strongroom('predict', model, other, '--out', out);
  expect([predicted.code, predicted.stderr]).toEqual([1, expect.stringContaining('CONTRACT_MISMATCH')]);
  expect(await readdir(folder)).toEqual(['model', 'other.csv']);

  const weights = join(model, 'weights.bin');
  const bytes = await readFile(weights);
  await writeFile(weights, bytes.subarray(0, bytes.length - 8));
  expect((await strongroom('evaluate', model, data, '--json')).json()).toMatchObject({
    error: { code: 'MODEL_DAMAGED' },
  });
});

test('predictions never take the place of the data', async () => {
  const path = join(folder, 'data.csv');
  await writeFile(path, table);
  expect((await strongroom('predict', 'model', path, '--out', path)).code).toBe(2);
  expect(await readFile(path, 'utf8')).toBe(table);
});

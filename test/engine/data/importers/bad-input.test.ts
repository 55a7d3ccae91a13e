import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { importFile } from '../../../../src-main/engine/data/importers/import';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import { maximumColumns } from '../../../../src-main/engine/data/importers/dialect';
import { context, fileOf, importPath, importText, place } from './support';

async function refusal(content: string | Uint8Array) {
  const path = await fileOf(content);
  const directory = place('refused');
  const params = { path, name: 'data.csv', directory };
  const error: unknown = await importFile(params, context()).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  return error;
}

test.each<[string, string | Uint8Array, string]>([
  ['an empty file', '', 'FILE_EMPTY'],
  ['white space alone', ' \n\n \t\n', 'FILE_EMPTY'],
  ['a header alone', 'name,age\n', 'HEADER_ONLY'],
  ['a header alone, without a line break', 'name,age', 'HEADER_ONLY'],
  ['the beginning of a workbook', Buffer.from('504b0304140006000800', 'hex'), 'FILE_DAMAGED'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'FILE_NOT_TEXT'],
  ['zero bytes', Buffer.from([97, 0, 0, 0, 10, 98, 0, 0, 1, 2]), 'FILE_NOT_TEXT'],
  [
    'too many columns',
    `${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(9_999)}1\n`,
    'TOO_MANY_COLUMNS',
  ],
  ['no row that fits', 'a,b,c\n1,2\n3,4,5,6\n', 'NO_READABLE_ROWS'],
])('%s is refused and leaves nothing behind', async (_, content, code) => {
  expect(await refusal(content)).toMatchObject({ code, next: expect.any(String) });
});

test('a missing file and a folder are refused', async () => {
  const missing = { path: place('nowhere.csv'), name: 'nowhere.csv' };
  await expect(inspect(missing, context())).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const folder = place('folder');
  await mkdir(folder);
  await expect(inspect({ path: folder, name: 'folder' }, context())).rejects.toMatchObject({
    code: 'FILE_NOT_READABLE',
  });
});

test('a single line of 50 MB is refused, at the start or behind rows', async () => {
  const long = Buffer.alloc(50 * 1024 * 1024, 'x,');
  expect(await refusal(long)).toMatchObject({ code: 'LINE_TOO_LONG' });
  const path = place('long.csv');
  const file = await open(path, 'w');
  await file.write(Buffer.from('a,b\n' + '1,2\n'.repeat(400_000)));
  await file.write(Buffer.alloc(50 * 1024 * 1024, 'x'));
  await file.close();
  await expect(importPath(path)).rejects.toMatchObject({ code: 'LINE_TOO_LONG' });
});

test('as many columns as are allowed are imported', async () => {
  const names = Array.from({ length: maximumColumns }, (_, i) => `c${i}`).join(',');
  const row = Array.from({ length: maximumColumns }, (_, i) => i % 3).join(',');
  const { outcome } = await importText(`${names}\n${`${row}\n`.repeat(20)}`);
  expect(outcome.columns).toHaveLength(maximumColumns);
}, 120_000);

test('a file that changes while it is read is refused', async () => {
  const path = await fileOf(`a,b\n${'1,2\n'.repeat(500_000)}`);
  const directory = place('changing');
  let isChanged = false;
  const changing = {
    ...context(),
    report: () => {
      if (!isChanged) appendFileSync(path, '3,4\n');
      isChanged = true;
    },
  };
  await expect(importFile({ path, name: 'data.csv', directory }, changing)).rejects.toMatchObject({
    code: 'FILE_CHANGED',
  });
  await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a cancelled import leaves nothing behind', async () => {
  const path = await fileOf(`a,b\n${'1,2\n'.repeat(500_000)}`);
  const directory = place('cancelled');
  const controller = new AbortController();
  const cancelling = { ...context(controller.signal), report: () => controller.abort() };
  await expect(importFile({ path, name: 'data.csv', directory }, cancelling)).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('blank and repeated names are made unique, with a warning', async () => {
  const { outcome } = await importText('a,,A,a,b\n1,2,3,4,x\n5,6,7,8,y\n');
  expect(outcome.columns.map(({ name }) => name)).toEqual(['a', 'column 2', 'A (2)', 'a (3)', 'b']);
  expect(outcome.warnings.map(({ code }) => code)).toEqual([
    'BLANK_NAME',
    'DUPLICATE_NAME',
    'DUPLICATE_NAME',
  ]);
});

test.each([
  ['numbers alone have no header', '1,2\n3,4\n', ['column 1', 'column 2']],
  ['words above numbers are a header', 'a,b\n3,4\n', ['a', 'b']],
  [
    'years beside a word are names',
    'country,2019,2020\nNorway,3.1,2\nSpain,1.5,4\n',
    ['country', '2019', '2020'],
  ],
  ['tables of R lack a name', 'a b\n"1" 3 4\n"2" 5 6\n'.replaceAll(' ', '\t'), ['column 1', 'a', 'b']],
])('%s', async (_, text, names) => {
  expect((await importText(text)).outcome.columns.map(({ name }) => name)).toEqual(names);
});

const words = {
  western: 'Größe,Café\n"Müßiggang, süß",naïve\nÄpfel,señor\nEl Niño,Übung\n',
  chinese: '城市,产品名称\n北京,我们的数据\n上海,中文表格\n广州,机器学习\n',
};
test.each([
  ['utf-8', Buffer.from(words.western), words.western],
  ['utf-8-bom', Buffer.from(`\ufeff${words.western}`), words.western],
  ['utf-16le', iconv.encode(words.western, 'utf-16le', { addBOM: true }), words.western],
  ['utf-16be', iconv.encode(words.western, 'utf-16be', { addBOM: true }), words.western],
  ['utf-16le', iconv.encode(words.western, 'utf-16le', { addBOM: false }), words.western],
  ['windows-1252', iconv.encode(words.western, 'windows-1252'), words.western],
  ['gb18030', iconv.encode(words.chinese, 'gb18030'), words.chinese],
  ['utf-8', Buffer.from(words.chinese), words.chinese],
])('%s is recognised', async (encoding, bytes, text) => {
  const { outcome, rows } = await importText(bytes);
  expect(outcome.reading.encoding).toBe(encoding);
  expect(outcome.columns.map(({ name }) => name)).toEqual(text.split('\n')[0]?.split(','));
  expect(rows.at(-1)).toEqual(text.trimEnd().split('\n').at(-1)?.split(','));
});

test('a byte that is no UTF-8 far behind the sample changes the encoding of the whole', async () => {
  const plain = Buffer.from(`a,b\n${'word,2\n'.repeat(200_000)}`);
  const { outcome, rows } = await importText(Buffer.concat([plain, iconv.encode('süß,3\n', 'windows-1252')]));
  expect(outcome.reading.encoding).toBe('windows-1252');
  expect(outcome.rows).toBe(200_001);
  expect(rows[0]).toEqual(['word', 2]);
});

/** A small disk of its own; null, said aloud, where none can be mounted. */
async function smallDisk(options: string): Promise<string | null> {
  const path = place('disk');
  await mkdir(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'pipe' });
    return path;
  } catch (error) {
    console.log(`Not tested on a disk of its own: ${String(error).split('\n')[0] ?? ''}`);
    return null;
  }
}

test('a full disk is told, and what is on it is not harmed', async () => {
  const disk = await smallDisk('size=2m');
  if (disk === null) return;
  try {
    await writeFile(join(disk, 'saved.txt'), 'kept');
    const lines = Array.from({ length: 300_000 }, (_, i) => `${i},${Math.sin(i)},${Math.cos(i * 7)}`);
    const path = await fileOf(`a,b,c\n${lines.join('\n')}\n`);
    const params = { path, name: 'data.csv', directory: join(disk, 'dataset') };
    await expect(importFile(params, context())).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await readdir(disk)).toEqual(['saved.txt']);
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a folder that may not be written to is told', async () => {
  const disk = await smallDisk('size=1m,ro');
  if (disk === null) return;
  try {
    const path = await fileOf('a,b\n1,2\n3,4\n');
    const params = { path, name: 'data.csv', directory: join(disk, 'dataset') };
    await expect(importFile(params, context())).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  } finally {
    execFileSync('umount', [disk]);
  }
});

test.each([
  ['in the sample', ''],
  ['behind the sample', 'plain,1\n'.repeat(200_000)],
])('zero characters %s are taken out, with a warning that counts them', async (_, before) => {
  const { outcome, rows, rejected } = await importText(`a,b\n${before}x\0y,1\n"\0z",2\0\nw,3\n`);
  expect(rejected).toEqual([]);
  expect(outcome.warnings).toMatchObject([
    { code: 'ZERO_CHARACTERS', message: expect.stringMatching(/^3 /) },
  ]);
  expect(outcome.columns.map(({ type }) => type)).toEqual(['category', 'integer']);
  if (before === '') {
    expect(rows).toEqual([
      ['xy', 1],
      ['z', 2],
      ['w', 3],
    ]);
  } else {
    expect(outcome.rows).toBe(200_003);
  }
});

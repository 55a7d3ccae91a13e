import fc from 'fast-check';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadIdSchema, uploadIdSchema } from '../../src-main/contract/schemas/common';
import { Downloads } from '../../src-main/services/downloads';
import { Uploads } from '../../src-main/services/uploads';
import { Scratch } from '../../src-main/workspace';

let root: string;
let scratch: Scratch;
let uploads: Uploads;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strongroom-uploads-'));
  scratch = await Scratch.open(root);
  uploads = new Uploads(scratch);
});
afterEach(async () => {
  await uploads.close();
  await rm(root, { recursive: true, force: true });
});

const text = (bytes: string): Uint8Array => new TextEncoder().encode(bytes);

test('chunks make the file, under the name that the person gave it', async () => {
  const id = await uploads.begin('my data.csv', 6);
  expect(await uploads.append(id, 0, text('a,b'))).toBe(3);
  expect(await uploads.append(id, 3, text('\n1,'))).toBe(6);
  const { path, name } = uploads.file(id);
  expect([name, await readFile(path, 'utf8')]).toEqual(['my data.csv', 'a,b\n1,']);
});

test('an empty file is complete at once', async () => {
  const { path } = uploads.file(await uploads.begin('empty.csv', 0));
  expect(await readFile(path, 'utf8')).toBe('');
});

test.each([
  ['a gap', 1, 'x'],
  ['more than was announced', 0, 'xxxxx'],
])('%s is refused and harms nothing', async (_name, offset, chunk) => {
  const id = await uploads.begin('a.csv', 4);
  await expect(uploads.append(id, offset, text(chunk))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await uploads.append(id, 0, text('abcd'));
  expect(await readFile(uploads.file(id).path, 'utf8')).toBe('abcd');
});

test('the same chunk twice at once is taken once', async () => {
  const id = await uploads.begin('a.csv', 4);
  const both = await Promise.allSettled([
    uploads.append(id, 0, text('ab')),
    uploads.append(id, 0, text('ab')),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('a file that has not arrived completely cannot be used', async () => {
  const id = await uploads.begin('a.csv', 4);
  await uploads.append(id, 0, text('ab'));
  expect(() => uploads.file(id)).toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST', received: '2 bytes' }),
  );
});

test('an aborted upload is gone from the disk', async () => {
  const id = await uploads.begin('a.csv', 4);
  await uploads.append(id, 0, text('ab'));
  await uploads.remove(id);
  expect(await readdir(scratch.path)).toEqual([]);
  await expect(uploads.append(id, 2, text('cd'))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
});

test('an upload that nobody began', () => {
  expect(() => uploads.file(uploadIdSchema.parse('x'))).toThrow(
    expect.objectContaining({ code: 'UPLOAD_NOT_FOUND' }),
  );
});

test('law: what went up in chunks comes down the same in chunks', async () => {
  const downloads = new Downloads();
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 40 }), async (parts, length) => {
      const whole = Buffer.concat(parts);
      const id = await uploads.begin('a', whole.length);
      let offset = 0;
      for (const part of parts) offset = await uploads.append(id, offset, part);
      const { path, name } = uploads.file(id);
      const download = await downloads.add(path, name);
      expect(download.bytes).toBe(whole.length);
      const received: Uint8Array[] = [];
      for (let at = 0; at < download.bytes; at += length) {
        received.push((await downloads.read(download.id, at, length)).bytes);
      }
      expect(Buffer.concat(received)).toEqual(whole);
      expect(await downloads.read(download.id, whole.length + 5, length)).toMatchObject({
        total: whole.length,
      });
    }),
    { numRuns: 25 },
  );
});

test('a file to save that nobody made', async () => {
  await expect(new Downloads().read(downloadIdSchema.parse('x'), 0, 10)).rejects.toMatchObject({
    code: 'DOWNLOAD_NOT_FOUND',
  });
});

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checksumOf, download, readIndex } from '../../../build/scripts/tensorflow/download.mjs';

const content = Buffer.alloc(400_000, 'some bytes of a wheel ');
const sha256 = createHash('sha256').update(content).digest('hex');

let server;
let base = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/index') return response.end('{"info": {"name": "a"}}');
    if (request.url === '/page') return response.end('<html>');
    if (request.url === '/wheel') return response.end(content);
    if (request.url === '/breaks') {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
      return undefined;
    }
    response.statusCode = 404;
    return response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => server.close());

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strongroom-download-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const wheel = (path, more = {}) => ({
  url: new URL(path, base),
  fileName: 'a.whl',
  size: content.length,
  sha256,
  ...more,
});
const target = () => join(folder, 'a.whl');

test('a file arrives whole, and progress is told to its end', async () => {
  const told = [];
  await download(wheel('/wheel'), target(), (done, size) => told.push([done, size]));
  expect(readFileSync(target()).equals(content)).toBe(true);
  expect(await checksumOf(target())).toBe(sha256);
  expect(told.at(-1)).toEqual([content.length, content.length]);
});

test('a file with another checksum is refused and not kept', async () => {
  const other = wheel('/wheel', { sha256: 'ab'.repeat(32) });
  await expect(download(other, target(), () => undefined)).rejects.toMatchObject({
    name: 'Trouble',
    message: expect.stringContaining(`its SHA-256 is ${sha256}`),
  });
  expect(existsSync(target())).toBe(false);
});

test.each([
  ['/nothing', /answered 404/],
  ['/breaks', /could not be read/],
])('%s is told, and nothing is kept', async (path, words) => {
  await expect(download(wheel(path), target(), () => undefined)).rejects.toThrow(words);
  expect(existsSync(target())).toBe(false);
});

test('an index that is not there, is no index, or is not encrypted', async () => {
  expect(await readIndex(new URL('/index', base))).toEqual({ info: { name: 'a' } });
  await expect(readIndex(new URL('/page', base))).rejects.toThrow(/could not be read/);
  const closed = createServer();
  await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  await expect(readIndex(new URL(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
    message: expect.stringContaining('ECONNREFUSED'),
    next: expect.stringContaining('--from'),
  });
  await expect(readIndex(new URL('http://pypi.example/pypi/a/json'))).rejects.toThrow(/not https/);
});

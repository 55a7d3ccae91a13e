import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isNeeded, readRecord, unpackWheel } from '../../../build/scripts/tensorflow/unpack-wheel.mjs';

/** Another implementation of the format writes the archives. */
const AdmZip = createRequire(import.meta.url)('adm-zip');

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strongroom-wheel-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const checksum = (content) => createHash('sha256').update(content).digest('base64url');
const recordOf = (files) =>
  Object.entries(files)
    .map(([name, content]) => `${name},sha256=${checksum(content)},${content.length}\n`)
    .join('');

const recordName = 'tensorflow_cpu-2.21.0.dist-info/RECORD';

/** @param {Record<string, Buffer>} files */
function writeWheel(files, record = recordOf(files)) {
  const zip = new AdmZip();
  for (const [name, content] of Object.entries(files)) zip.addFile(name, content);
  zip.addFile(recordName, Buffer.from(`${record}${recordName},,\n`));
  const path = join(folder, 'a.whl');
  zip.writeZip(path);
  return path;
}

const library = 'tensorflow/libtensorflow_cc.so.2';
const header = 'tensorflow/include/tensorflow/c/c_api.h';
const files = {
  [library]: Buffer.alloc(3_000_000, 'library '),
  'tensorflow/libtensorflow_framework.so.2': Buffer.from('framework'),
  [header]: Buffer.from('header'),
  'tensorflow/include/xla/tsl/c/tsl_status.h': Buffer.alloc(0),
  'tensorflow/__init__.py': Buffer.from('python'),
  'tensorflow/python/_pywrap_tfe.so': Buffer.from('for Python'),
};
const everything = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

test('only what is needed is unpacked, byte for byte', async () => {
  const told = [];
  const names = await unpackWheel(writeWheel(files), folder, (done, size) => told.push([done, size]));
  const needed = Object.keys(files).filter((name) => !/py/.test(name));
  expect(names.sort()).toEqual(needed.sort());
  expect(everything(folder)).toEqual(['a.whl', ...needed].sort());
  for (const name of needed) expect(readFileSync(join(folder, name)).equals(files[name])).toBe(true);
  const size = needed.reduce((sum, name) => sum + files[name].length, 0);
  expect(told.at(-1)).toEqual([size, size]);
});

test('which files are needed', () => {
  for (const name of [
    'tensorflow/libtensorflow_framework.2.dylib',
    'tensorflow/include/tensorflow/c/eager/c_api.h',
    'tensorflow/include/tensorflow/core/platform/ctstring_internal.h',
    'tensorflow/include/tsl/platform/ctstring.h',
    'nvidia/cublas/lib/libcublas.so.12',
    'nvidia/cudnn/lib/libcudnn_ops.so.9',
    'nvidia/cuda_nvcc/bin/ptxas',
  ]) {
    expect(isNeeded(name), name).toBe(true);
  }
  for (const name of [
    'tensorflow/include/tensorflow/core/framework/tensor.h',
    'tensorflow/python/lib_pywrap_tensorflow_common.so',
    'tensorflow/lite/python/libpywrap_tflite_common.so',
    'nvidia/cublas/include/cublas.h',
    'numpy/core/libnumpy.so.1',
  ]) {
    expect(isNeeded(name), name).toBe(false);
  }
});

test('any content comes back as it was, packed or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.nat(300), async (bytes, repeats) => {
      const content = Buffer.concat(Array.from({ length: repeats + 1 }, () => Buffer.from(bytes)));
      await unpackWheel(writeWheel({ [library]: content }), folder, () => undefined);
      expect(readFileSync(join(folder, library)).equals(content)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test.each([
  ['another checksum', recordOf({ ...files, [header]: Buffer.from('other') })],
  ['no checksum', recordOf({ [library]: files[library] })],
])('a file with %s in the record is refused', async (_name, record) => {
  await expect(unpackWheel(writeWheel(files, record), folder, () => undefined)).rejects.toThrow(
    /is not what .* records/,
  );
});

test('a wheel of something else is refused', async () => {
  const path = writeWheel({ 'numpy/__init__.py': Buffer.from('python') });
  await expect(unpackWheel(path, folder, () => undefined)).rejects.toThrow(/no native library/);
});

test('a file that would lead out of the folder is refused', async () => {
  // The library cleans names, so that the name is changed in the bytes afterwards.
  const path = writeWheel({ 'nvidia/xx/xx/lib/libcublas.so': Buffer.from('content') });
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf('xx/xx'); at !== -1; at = bytes.indexOf('xx/xx')) bytes.write('../..', at);
  writeFileSync(path, bytes);
  await expect(unpackWheel(path, folder, () => undefined)).rejects.toThrow(/it names the file/);
});

test('a wheel that is cut short or changed is refused, wherever', async () => {
  const small = { [library]: Buffer.from('a library of some bytes'.repeat(20)), [header]: Buffer.from('h') };
  const whole = readFileSync(writeWheel(small));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
      const path = join(folder, 'cut.whl');
      writeFileSync(path, whole.subarray(0, length));
      await expect(unpackWheel(path, folder, () => undefined)).rejects.toThrow(/not a whole wheel/);
    }),
    { numRuns: 60 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const path = join(folder, 'changed.whl');
      const bytes = Buffer.from(whole);
      bytes[at] ^= change;
      writeFileSync(path, bytes);
      // Some bytes, such as dates, change nothing; what is unpacked is then what was packed.
      const names = await unpackWheel(path, folder, () => undefined).catch((error) => {
        expect(error.name).toBe('Trouble');
        return [];
      });
      for (const name of names) expect(readFileSync(join(folder, name)).equals(small[name])).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('records with quotes and other line ends are read', () => {
  expect([...readRecord('"a,b.so",sha256=x-_1,5\r\nc,,\nd,md5=1,2\n')]).toEqual([['a,b.so', 'x-_1']]);
});

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  removeAbandoned,
  replaceFolder,
  sizesOf,
  tryEngine,
  unfinished,
  writeManifest,
} from '../../../build/scripts/tensorflow/finish.mjs';
import { folderWay } from '../../../build/scripts/tensorflow/way-folder.mjs';
import { reasonIn, withoutLinks } from '../../../build/scripts/tensorflow/way-package.mjs';
import { findInstallation } from '../../../src-main/engine/runtimes/tensorflow-installation';

let folder = '';
let from = '';
let target = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-folder-'));
  [from, target] = [join(folder, 'from'), join(folder, 'engines/tensorflow')];
  for (const path of [from, target]) mkdirSync(path, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const said = [];
const say = { line: (text) => said.push(text), progress: () => () => undefined };
const write = (path, content) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

test.each([
  ['nothing there', () => join(from, 'nowhere'), /does not exist/],
  ['an empty folder', () => from, /libtensorflow.so.2 or libtensorflow_cc.so.2 is missing/],
  [
    'a library without its headers',
    () => {
      write(join(from, 'lib/libtensorflow.so.2'), 'library');
      return from;
    },
    /c_api.h is missing/,
  ],
  [
    'a wheel for another machine',
    () => {
      write(join(from, 'tensorflow_cpu-2.21.0-cp310-cp310-manylinux_2_27_mips.whl'), '');
      return from;
    },
    /is not for this machine/,
  ],
])('%s is told', async (_name, make, words) => {
  await expect(folderWay(make(), target, say)).rejects.toThrow(
    expect.objectContaining({ name: 'Trouble', message: expect.stringMatching(words) }),
  );
});

test('an engine that was installed elsewhere is taken over, whole and found by the application', async () => {
  write(join(from, 'binding/tfjs_binding.node'), 'binding');
  write(join(from, 'tensorflow/libtensorflow_cc.so.2'), 'the library');
  const made = { way: 'wheel', source: [], binding: 'binding/tfjs_binding.node' };
  writeManifest(from, made, { tensorflow: '2.21.0', device: 'cpu' });
  write(join(from, 'not-of-the-engine.txt'), 'something else');

  const taken = await folderWay(from, target, say);
  expect(taken).toEqual({ way: 'folder', source: [], binding: 'binding/tfjs_binding.node' });
  expect(sizesOf(target)).toEqual({
    'binding/tfjs_binding.node': 7,
    'tensorflow/libtensorflow_cc.so.2': 11,
  });
  writeManifest(target, taken, { tensorflow: '2.21.0', device: 'gpu' });
  expect(findInstallation(join(folder, 'engines'))).toMatchObject({
    installation: { tensorflow: '2.21.0', device: 'gpu', binding: 'binding/tfjs_binding.node' },
  });
});

test('an engine that was not copied whole, or is for another machine, is refused', async () => {
  write(join(from, 'binding.node'), 'binding');
  const made = { way: 'wheel', source: [], binding: 'binding.node' };
  writeManifest(from, made, { tensorflow: '2.21.0', device: 'cpu' });
  write(join(from, 'binding.node'), 'bind');
  await expect(folderWay(from, target, say)).rejects.toThrow(/not complete \(binding.node\)/);
  const path = join(from, 'engine.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  write(path, JSON.stringify({ ...manifest, architecture: 'mips' }));
  await expect(folderWay(from, target, say)).rejects.toThrow(/was installed on .* mips/);
});

test('what does not load is not installed', () => {
  const binding = join(folder, 'tfjs_binding.node');
  writeFileSync(binding, 'no library at all');
  expect(() => tryEngine(binding)).toThrow(expect.objectContaining({ name: 'Trouble' }));
});

test('a finished folder takes the place of another', () => {
  write(join(target, 'old'), '');
  write(join(from, 'new'), '');
  replaceFolder(from, target);
  expect(readdirSync(target)).toEqual(['new']);
  expect(readdirSync(dirname(target))).toEqual(['tensorflow']);
  expect(existsSync(from)).toBe(false);
});

test('what a killed installation left is removed, what others are filling is not', () => {
  const ended = spawnSync(process.execPath, ['--version']).pid;
  for (const pid of [ended, process.pid]) write(join(folder, `${unfinished(pid)}abc`, 'file'), '');
  write(join(folder, '.unfinished-notes/file'), '');
  removeAbandoned(folder);
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('.'))
      .sort(),
  ).toEqual([`${unfinished(process.pid)}abc`, '.unfinished-notes'].sort());
});

test.skipIf(process.platform === 'win32')('of a library and its links one file is left', () => {
  write(join(folder, 'lib/libtensorflow.so.2.9.1'), 'library');
  symlinkSync('libtensorflow.so.2.9.1', join(folder, 'lib/libtensorflow.so.2'));
  symlinkSync('libtensorflow.so.2', join(folder, 'lib/libtensorflow.so'));
  write(join(folder, 'lib/libother.so.1'), 'other');
  withoutLinks(join(folder, 'lib'));
  expect(readdirSync(join(folder, 'lib')).sort()).toEqual(['libother.so.1', 'libtensorflow.so.2']);
  expect(lstatSync(join(folder, 'lib/libtensorflow.so.2')).isFile()).toBe(true);
  expect(readFileSync(join(folder, 'lib/libtensorflow.so.2'), 'utf8')).toBe('library');
});

test('why a program ended is found in its words', () => {
  const words =
    'node:events:497\n      throw er;\n      ^\n\nError: getaddrinfo ENOTFOUND storage.googleapis.com\n    at x';
  expect(reasonIn(words)).toBe('Error: getaddrinfo ENOTFOUND storage.googleapis.com');
  expect(reasonIn('one\ntwo\n')).toBe('two');
  expect(reasonIn('')).toBe('it gave no reason');
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findElectron, whyNoDisplay } from '../../build/scripts/desktop.mjs';
import { whyInstall } from '../../build/scripts/install.mjs';
import { fingerprint } from '../../build/scripts/stamp.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-build-'));
  mkdirSync(join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writeLock = (path, packages) => writeFileSync(join(folder, path), JSON.stringify({ packages }));
const wanted = {
  '': {},
  'node_modules/zod': { version: '4.0.0' },
  'node_modules/fsevents': { version: '1.0.0', optional: true },
};

test('a fresh clone needs an install', () => {
  writeLock('package-lock.json', wanted);
  expect(whyInstall(folder)).toBe('no packages are installed yet');
});

test('nothing to install when every package that is not optional is there', () => {
  writeLock('package-lock.json', wanted);
  writeLock('node_modules/.package-lock.json', { 'node_modules/zod': { version: '4.0.0' } });
  expect(whyInstall(folder)).toBeNull();
});

test('a package of another version, or a missing one, is named', () => {
  writeLock('package-lock.json', wanted);
  writeLock('node_modules/.package-lock.json', { 'node_modules/zod': { version: '3.9.0' } });
  expect(whyInstall(folder)).toBe('zod is 3.9.0, not 4.0.0');
  writeLock('node_modules/.package-lock.json', {});
  expect(whyInstall(folder)).toBe('zod is missing');
});

test('the build is stale when a source changes, is added or renamed, and only then', () => {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/a.ts'), 'one');
  const before = fingerprint(folder, ['src', 'not-there.json']);
  expect(fingerprint(folder, ['src', 'not-there.json'])).toBe(before);
  writeFileSync(join(folder, 'src/a.ts'), 'two');
  expect(fingerprint(folder, ['src'])).not.toBe(before);
  writeFileSync(join(folder, 'src/a.ts'), 'one');
  writeFileSync(join(folder, 'src/b.ts'), '');
  expect(fingerprint(folder, ['src'])).not.toBe(before);
});

test('a Linux machine without a display is told apart', () => {
  expect(whyNoDisplay({}, 'linux')).toMatch(/no display/);
  expect(whyNoDisplay({ DISPLAY: ':0' }, 'linux')).toBeNull();
  expect(whyNoDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBeNull();
  expect(whyNoDisplay({}, 'win32')).toBeNull();
});

test('an Electron kept elsewhere is found by ELECTRON_OVERRIDE_DIST_PATH', () => {
  expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined();
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), '');
  expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBe(join(folder, name));
});

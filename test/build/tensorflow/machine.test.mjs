import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compilerAdvice, findCompiler } from '../../../build/scripts/tensorflow/build-binding.mjs';
import { requireSpace } from '../../../build/scripts/tensorflow/disk.mjs';
import { enginesFolder } from '../../../build/scripts/tensorflow/location.mjs';
import {
  compareVersions,
  fitsMachine,
  requireArchitecture,
  requireWheelMachine,
  thisMachine,
} from '../../../build/scripts/tensorflow/machine.mjs';
import { enginesFolder as enginesFolderOfTheApplication } from '../../../src-main/workspace';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'strongroom-machine-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the script and the application have the same folder of engines', () => {
  const path = fc.option(fc.constantFrom('', '/a', 'relative', '/b/c'), { nil: undefined });
  fc.assert(
    fc.property(
      fc.constantFrom('linux', 'darwin', 'win32'),
      fc.record({ STRONGROOM_ENGINES: path, STRONGROOM_HOME: path, XDG_DATA_HOME: path, APPDATA: path }),
      (platform, env) => {
        expect(enginesFolder(platform, env, '/home/ada')).toBe(
          enginesFolderOfTheApplication(platform, env, '/home/ada'),
        );
      },
    ),
  );
});

describe('platform tags', () => {
  const linux = { platform: 'linux', architecture: 'x64', system: [2, 27] };
  // PEP 600: manylinux1, 2010 and 2014 are glibc 2.5, 2.12 and 2.17.
  test.each([
    ['manylinux_2_27_x86_64', linux, true],
    ['manylinux_2_28_x86_64', linux, false],
    ['manylinux2014_x86_64', { ...linux, system: [2, 17] }, true],
    ['manylinux2014_x86_64', { ...linux, system: [2, 16] }, false],
    ['manylinux1_x86_64', { ...linux, system: [2, 5] }, true],
    ['manylinux_2_17_aarch64', linux, false],
    ['manylinux_2_17_aarch64', { ...linux, architecture: 'arm64' }, true],
    ['linux_x86_64', linux, false],
    ['win_amd64', { ...linux, platform: 'win32' }, false],
    ['macosx_12_0_arm64', { platform: 'darwin', architecture: 'arm64', system: [12] }, true],
    ['macosx_12_3_arm64', { platform: 'darwin', architecture: 'arm64', system: [12] }, false],
    ['macosx_12_0_arm64', linux, false],
  ])('%s on %o: %s', (tag, machine, expected) => {
    expect(fitsMachine(tag, machine)).toBe(expected);
  });
});

test('versions are in the order of their numbers', () => {
  const version = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)));
      expect(compareVersions(a, [...a, 0])).toBe(0);
      expect(compareVersions([...a, 1], a)).toBeGreaterThan(0);
    }),
  );
});

test.each([
  [{ platform: 'win32', architecture: 'x64', system: null }, /--way package/],
  [{ platform: 'linux', architecture: 's390x', system: [2, 36] }, /--device cpu/],
  [{ platform: 'linux', architecture: 'x64', system: null }, /glibc/],
])('no library outside Python for %o: the advice fits', (machine, advice) => {
  expect(() => requireWheelMachine(machine)).toThrow(
    expect.objectContaining({ name: 'Trouble', next: expect.stringMatching(advice) }),
  );
});

test('there is a library for graphics cards on one kind of machine', () => {
  const linux = { platform: 'linux', architecture: 'x64', system: [2, 36] };
  expect(() => requireWheelMachine(linux, true)).not.toThrow();
  for (const other of [
    { ...linux, architecture: 'arm64' },
    { platform: 'darwin', architecture: 'arm64', system: [14] },
  ]) {
    expect(() => requireWheelMachine(other)).not.toThrow();
    expect(() => requireWheelMachine(other, true)).toThrow(/graphics cards for linux x64 only/);
  }
});

test('this machine is known', () => {
  expect(thisMachine()).toMatchObject({ platform: process.platform, architecture: process.arch });
});

test.runIf(process.platform === 'linux')('a library for another processor is refused by name', () => {
  const path = join(folder, 'library.so');
  copyFileSync(process.execPath, path);
  expect(() => requireArchitecture(path)).not.toThrow();
  const bytes = readFileSync(path).subarray(0, 64);
  // ELF's e_machine: 183 is AArch64, 243 is RISC-V.
  for (const [machine, name] of [
    [183, process.arch === 'arm64' ? null : 'arm64'],
    [243, 'processor 243'],
  ]) {
    bytes.writeUInt16LE(machine, 18);
    writeFileSync(path, bytes);
    if (name !== null) expect(() => requireArchitecture(path)).toThrow(`was made for ${name}`);
  }
});

test('a disk without room is told before anything is written', async () => {
  await requireSpace(folder, 1);
  await expect(requireSpace(folder, 1e18)).rejects.toMatchObject({
    message: expect.stringContaining('MB are needed'),
    next: expect.stringContaining('STRONGROOM_ENGINES'),
  });
});

test('without a compiler the error names what installs one', () => {
  expect(() => findCompiler({ PATH: folder })).toThrow(
    expect.objectContaining({ next: expect.stringMatching(/[Ii]nstall/) }),
  );
  expect(findCompiler({ ...process.env, CXX: process.execPath })).toBe(process.execPath);
});

test.each([
  ['linux', 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', 'sudo apt install g++'],
  ['linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt install g++'],
  ['linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install gcc-c++'],
  ['linux', 'ID=arch\n', 'sudo pacman -S gcc'],
  ['linux', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'sudo zypper install gcc-c++'],
  ['linux', '', 'g++ (or gcc-c++)'],
  ['darwin', '', 'xcode-select --install'],
])('on %s %j: %s', (platform, release, advice) => {
  expect(compilerAdvice(platform, release)).toContain(advice);
});

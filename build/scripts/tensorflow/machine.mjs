import { closeSync, openSync, readSync } from 'node:fs';
import { release } from 'node:os';
import { Trouble, bringFiles } from './trouble.mjs';

/**
 * @typedef {{ platform: string, architecture: string, system: number[] | null }} Machine
 * `system` is the version of glibc on Linux (null where another C library is used), or of macOS.
 */

/** Numbers of a version, such as 2.27. */
export const numbersOf = (version) => version.split('.').map(Number);

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`. */
export function compareVersions(a, b) {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @returns {Machine} what this process runs on. */
export function thisMachine() {
  const { platform, arch: architecture } = process;
  if (platform === 'darwin') {
    // Darwin 20 is macOS 11.
    return { platform, architecture, system: [(numbersOf(release())[0] ?? 0) - 9] };
  }
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  return { platform, architecture, system: glibc === undefined ? null : numbersOf(glibc) };
}

const manylinux = { 2014: [2, 17], 2010: [2, 12], 1: [2, 5] };
const names = { linux: { x64: 'x86_64', arm64: 'aarch64' }, darwin: { x64: 'x86_64', arm64: 'arm64' } };

/** Whether a wheel with this platform tag (PEP 425, PEP 600) runs on the machine. */
export function fitsMachine(tag, { platform, architecture, system }) {
  const wanted = names[platform]?.[architecture];
  if (wanted === undefined || system === null) return false;
  const found =
    platform === 'darwin'
      ? /^macosx_(?<major>\d+)_(?<minor>\d+)_(?<kind>.+)$/.exec(tag)
      : /^manylinux(?:_(?<major>\d+)_(?<minor>\d+)|(?<legacy>\d+))_(?<kind>.+)$/.exec(tag);
  if (found === null || found.groups.kind !== wanted) return false;
  const { major, minor, legacy } = found.groups;
  const oldest = legacy === undefined ? [Number(major), Number(minor)] : manylinux[legacy];
  return oldest !== undefined && compareVersions(system, oldest) >= 0;
}

/** Ends with a reason where no wheel of TensorFlow can run, or none for graphics cards. @param {Machine} machine */
export function requireWheelMachine({ platform, architecture, system }, gpu = false) {
  if (names[platform]?.[architecture] === undefined) {
    throw new Trouble(
      `PyPI has no TensorFlow library for ${platform} ${architecture} that a program outside Python can be linked with.`,
      platform === 'win32'
        ? 'Use the download of the package: npm run engine:tensorflow -- --way package'
        : 'Train on the processor instead: --device cpu.',
    );
  }
  if (system === null) {
    throw new Trouble(
      'The TensorFlow library needs the GNU C library; this Linux uses another one (musl, as Alpine does).',
      'Train on the processor instead: --device cpu. Or use a distribution with glibc, such as Debian or Fedora.',
    );
  }
  if (gpu && (platform !== 'linux' || architecture !== 'x64')) {
    throw new Trouble(
      `PyPI has the TensorFlow library for graphics cards for linux x64 only, and this is ${platform} ${architecture}.`,
      'Leave --gpu out to train with it on the processor.',
    );
  }
}

const elfMachines = { 62: 'x64', 183: 'arm64' };

/** Ends with a reason when a Linux library was made for another processor. */
export function requireArchitecture(path, architecture = process.arch) {
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  readSync(file, header, 0, header.length, 0);
  closeSync(file);
  if (header.toString('latin1', 0, 4) !== '\u007fELF') return;
  const found = elfMachines[header.readUInt16LE(18)] ?? `processor ${header.readUInt16LE(18)}`;
  if (found === architecture) return;
  throw new Trouble(
    `${path} was made for ${found}, and this machine is ${architecture}.`,
    `Take a library for ${architecture}. ${bringFiles}`,
  );
}

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageVersion } from './packages.mjs';
import { Trouble } from './trouble.mjs';

const largestDifference = 1e-4;
const longestTrial = 300_000;

/** Loads the native module in a process of its own and trains with it. Ends with what it said when that fails. */
export function tryEngine(binding) {
  const outcome = spawnSync(process.execPath, [join(import.meta.dirname, 'try-engine.mjs'), binding], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    timeout: longestTrial,
  });
  const next =
    'Try another version of the library (--version X.Y.Z) or another way (--way package, --way wheel).';
  if (outcome.status !== 0) {
    const how = outcome.signal ?? `exit code ${outcome.status}`;
    throw new Trouble(`The library does not work here (${how}):\n${outcome.stderr.slice(-2000)}`, next);
  }
  const { tensorflow, device, difference, learned } = JSON.parse(outcome.stdout.trim().split('\n').at(-1));
  if (!(difference < largestDifference) || !learned) {
    throw new Trouble(`The library computes something else than plain JavaScript (by ${difference}).`, next);
  }
  return { tensorflow, device, difference };
}

/** Sizes of all files below a folder, by their path with slashes. */
export function sizesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).replaceAll('\\', '/'), statSync(path).size])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Writes what src-main/engine/runtimes/tensorflow-installation.ts reads. */
export function writeManifest(folder, { way, source, binding }, { tensorflow, device }) {
  const manifest = {
    formatVersion: 1,
    tensorflow,
    tfjsNode: packageVersion('@tensorflow/tfjs-node-gpu'),
    platform: process.platform,
    architecture: process.arch,
    device,
    binding,
    way,
    source,
    files: sizesOf(folder),
  };
  writeFileSync(join(folder, 'engine.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Puts a finished folder in its place; what was there is only removed when the new one is there. */
export function replaceFolder(finished, target) {
  const old = `${target}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(target)) renameSync(target, old);
  renameSync(finished, target);
  rmSync(old, { recursive: true, force: true });
}

/** How the names of folders begin that a process fills. */
export const unfinished = (pid) => `.unfinished-${pid}-`;

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error?.code === 'EPERM';
  }
}

/** Removes what installations left that were killed: folders of processes that are gone. */
export function removeAbandoned(engines) {
  for (const name of readdirSync(engines)) {
    const pid = Number(/^\.unfinished-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) rmSync(join(engines, name), { recursive: true, force: true });
  }
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const oldestNode = [20, 19, 0];

/** Ends with what to do when this Node is too old to run the program. */
export function requireNode() {
  const version = process.versions.node.split('.').map(Number);
  const difference = oldestNode.map((part, i) => (version[i] ?? 0) - part).find((d) => d !== 0) ?? 0;
  if (difference >= 0) return;
  process.stderr.write(
    `Strongroom needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org or your distribution.\n`,
  );
  process.exit(1);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/**
 * Why the packages on disk are not those of the lock file, or null when they are. Packages that npm may leave
 * out (optional, or for another platform) are not missed.
 */
export function whyInstall(folder = root) {
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(folder, 'node_modules/.package-lock.json'))?.packages;
  if (present === undefined) return 'no packages are installed yet';
  for (const [path, { version, optional, devOptional, peer }] of Object.entries(wanted)) {
    if (path === '' || (present[path] === undefined && (optional || devOptional || peer))) continue;
    if (present[path] === undefined) return `${path.replace('node_modules/', '')} is missing`;
    if (present[path].version !== version) {
      return `${path.replace('node_modules/', '')} is ${present[path].version}, not ${version}`;
    }
  }
  return null;
}

/** Installs what the lock file names when something is missing; ends the program with advice when it fails. */
export function installWhenMissing() {
  const reason = whyInstall();
  if (reason === null) return;
  process.stderr.write(`Installing packages (${reason}); this takes a minute or two …\n`);
  const npm = process.env.npm_execpath;
  const options = ['ci', '--loglevel=error', '--fetch-retries=2', '--fetch-timeout=60000'];
  const [command, args, shell] =
    npm !== undefined && /\.c?js$/.test(npm)
      ? [process.execPath, [npm, ...options], false]
      : ['npm', options, process.platform === 'win32'];
  const outcome = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (outcome.status === 0) return;
  process.stderr.write(
    'The packages could not be installed. Check the connection to your npm registry (`npm config get registry`), or copy node_modules from a machine of the same kind where `npm ci` was run, and start again.\n',
  );
  process.exit(1);
}

/** Builds when a source changed since the last build; ends the program when that fails. */
export function buildWhenStale() {
  const outcome = spawnSync(process.execPath, [join(root, 'build/scripts/build.mjs'), '--if-stale'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (outcome.status !== 0) process.exit(1);
}

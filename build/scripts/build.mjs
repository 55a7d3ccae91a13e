// Builds main, preload and renderer into out/. With --if-stale only when a source changed since the last build.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fingerprint, readStamp, sources } from './stamp.mjs';

const root = resolve(import.meta.dirname, '../..');
const stampFile = join(root, 'out/.stamp');
const stamp = fingerprint(root, sources);

if (process.argv.includes('--if-stale') && readStamp(stampFile) === stamp) process.exit(0);

process.stderr.write('Building …\n');
rmSync(join(root, 'out'), { recursive: true, force: true });
const outcome = spawnSync(
  process.execPath,
  [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
  { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
);
if (outcome.status !== 0) {
  process.stderr.write(`${outcome.stdout}\n${outcome.stderr}\nThe build failed.\n`);
  process.exit(1);
}
await import('./model-server.mjs');
mkdirSync(dirname(stampFile), { recursive: true });
writeFileSync(stampFile, `${stamp}\n`);

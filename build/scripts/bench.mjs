// `npm run bench -- NAME`: runs a measurement of test/bench; without a name, lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale, installWhenMissing, requireNode, root } from './install.mjs';

requireNode();
const folder = join(root, 'test/bench');
const [name = '', ...args] = process.argv.slice(2);
const script = join(folder, `${name}.mjs`);
if (name === '' || !existsSync(script)) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  process.stderr.write(
    `npm run bench -- NAME, where NAME is one of: ${names.map((file) => file.slice(0, -4)).join(', ')}\n`,
  );
  process.exit(2);
}
installWhenMissing();
buildWhenStale();
process.exit(spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1);

// `npm run bench -- [NAME] [OPTIONS]`: runs a measurement of test/bench; without a name, that of training.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale, installWhenMissing, requireNode, root } from './install.mjs';

requireNode();
const folder = join(root, 'test/bench');
const given = process.argv.slice(2);
const isNamed = given[0] !== undefined && !given[0].startsWith('-');
const name = isNamed ? given[0] : 'train';
const args = isNamed ? given.slice(1) : given;
const script = join(folder, `${name}.mjs`);
if (!existsSync(script)) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  process.stderr.write(
    `npm run bench -- NAME, where NAME is one of: ${names.map((file) => file.slice(0, -4)).join(', ')}\n`,
  );
  process.exit(2);
}
installWhenMissing();
buildWhenStale();
process.exit(spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1);

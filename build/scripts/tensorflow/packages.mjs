import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../install.mjs';
import { Trouble } from './trouble.mjs';

/** The folder of an npm package that is installed. */
export function packageFolder(name) {
  const folder = join(root, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  throw new Trouble(`The npm package ${name} is not installed.`, 'Run npm install, then start again.');
}

/** Its version. */
export function packageVersion(name) {
  return JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')).version;
}

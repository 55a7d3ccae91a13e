import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../install.mjs';
import { packageFolder } from './packages.mjs';
import { Trouble, bringFiles } from './trouble.mjs';

const minute = 60_000;
/** The library of the package is about 400 MB; a connection slower than that is given up. */
const longest = 60 * minute;

/**
 * Leaves each library of a folder under the one name that is looked for when it is loaded (libtensorflow.so.2), and
 * no links to it, so that the folder can be copied anywhere.
 */
export function withoutLinks(folder) {
  const links = readdirSync(folder).filter((name) => lstatSync(join(folder, name)).isSymbolicLink());
  const targets = links.map((name) => realpathSync(join(folder, name)));
  for (const [index, name] of links.entries()) {
    rmSync(join(folder, name));
    if (/\.(so\.\d+|\d+\.dylib)$/.test(name)) renameSync(targets[index], join(folder, name));
  }
}

/**
 * Lets the package download its own library and native module. Its installer writes beside itself, so it works on
 * a copy: node_modules stays as npm made it.
 */
export function packageWay(folder, say) {
  const source = packageFolder('@tensorflow/tfjs-node-gpu');
  const copy = join(folder, 'package');
  for (const part of ['scripts', 'binding', 'binding.gyp', 'package.json']) {
    cpSync(join(source, part), join(copy, part), { recursive: true });
  }
  say.line('Letting @tensorflow/tfjs-node-gpu download its own library (about 400 MB) …');
  const modules = join(root, 'node_modules');
  const outcome = spawnSync(process.execPath, ['scripts/install.js', 'gpu', 'download'], {
    cwd: copy,
    env: {
      ...process.env,
      NODE_PATH: modules,
      PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter),
    },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: longest,
  });
  const versions = existsSync(join(copy, 'lib')) ? readdirSync(join(copy, 'lib')) : [];
  const version = versions.find((name) => existsSync(join(copy, 'lib', name, 'tfjs_binding.node')));
  if (outcome.status !== 0 || version === undefined || !existsSync(join(copy, 'deps/lib'))) {
    throw new Trouble(
      `The package could not download its library: ${reasonIn(outcome.stderr ?? '')}`,
      `Its files are on storage.googleapis.com. Use the wheel of PyPI instead: npm run engine:tensorflow -- --way wheel. ${bringFiles}`,
    );
  }
  renameSync(join(copy, 'lib'), join(folder, 'lib'));
  renameSync(join(copy, 'deps'), join(folder, 'deps'));
  rmSync(join(folder, 'deps/include'), { recursive: true, force: true });
  withoutLinks(join(folder, 'deps/lib'));
  rmSync(copy, { recursive: true });
  const binding = `lib/${version}/tfjs_binding.node`;
  // Windows looks for a library beside the module that wants it.
  const dll = join(folder, 'deps/lib/tensorflow.dll');
  if (existsSync(dll)) copyFileSync(dll, join(folder, 'lib', version, 'tensorflow.dll'));
  return { way: 'package', source: [], binding };
}

/** The line of a program's words that tells why it ended. */
export function reasonIn(words) {
  const lines = words.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /\b(Error|ERR!|error:|EAI_AGAIN|ENOTFOUND|ECONN\w+)/.test(line));
  return telling ?? lines.filter((line) => line !== '').at(-1) ?? 'it gave no reason';
}

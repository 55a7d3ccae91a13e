import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFolder } from './packages.mjs';
import { Trouble } from './trouble.mjs';

/** Where the native module is in the engine's folder; it finds the library by this place. */
export const bindingPath = 'binding/tfjs_binding.node';

const installing = [
  [/debian|ubuntu/, 'sudo apt install g++'],
  [/fedora|rhel|centos/, 'sudo dnf install gcc-c++'],
  [/suse/, 'sudo zypper install gcc-c++'],
  [/arch/, 'sudo pacman -S gcc'],
];

/** What installs a compiler here. @param {string} release the text of /etc/os-release, where there is one. */
export function compilerAdvice(platform, release) {
  if (platform === 'darwin') return 'Install the command line tools: xcode-select --install';
  const names = [...release.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)/gm)].map(([, value]) => value).join(' ');
  const found = installing.find(([pattern]) => pattern.test(names));
  return found === undefined
    ? 'Install the package g++ (or gcc-c++) of your distribution.'
    : `Install it: ${found[1]}`;
}

/** A C++ compiler: $CXX, g++, clang++ or c++. Ends with what to install where there is none. */
export function findCompiler(env = process.env, platform = process.platform) {
  const candidates = [env.CXX, 'g++', 'clang++', 'c++'].filter((name) => name !== undefined && name !== '');
  const found = candidates.find((name) => spawnSync(name, ['--version'], { env }).status === 0);
  if (found !== undefined) return found;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  throw new Trouble(
    'The native module is built from its source here, and there is no C++ compiler.',
    `${compilerAdvice(platform, release)}. Or copy the folder engines/tensorflow of a machine of the same kind, and give it: npm run engine:tensorflow -- --from FOLDER`,
  );
}

/**
 * The compiler's arguments.
 * @param {string} folder of the engine, with the library in tensorflow/ and its headers in tensorflow/include.
 */
export function compilerArguments(folder, platform, packages) {
  const isMac = platform === 'darwin';
  const libraryFolder = join(folder, 'tensorflow');
  const libraries = readdirSync(libraryFolder).filter((name) => /^libtensorflow.*\.(so|dylib)/.test(name));
  const source = join(packages.tfjsNode, 'binding');
  return [
    '-std=c++17',
    '-O2',
    ...(isMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC']),
    '-DNAPI_VERSION=8',
    ...[join(packages.headers, 'include'), join(libraryFolder, 'include'), packages.tfjsNode].flatMap(
      (include) => ['-I', include],
    ),
    join(source, 'tfjs_backend.cc'),
    join(source, 'tfjs_binding.cc'),
    ...libraries.sort().map((name) => join(libraryFolder, name)),
    `-Wl,-rpath,${isMac ? '@loader_path' : '$ORIGIN'}/../tensorflow`,
    '-o',
    join(folder, bindingPath),
  ];
}

/** Builds the native module of @tensorflow/tfjs-node-gpu against the library in the folder. */
export function buildBinding(folder, compiler = findCompiler()) {
  const packages = {
    tfjsNode: packageFolder('@tensorflow/tfjs-node-gpu'),
    headers: packageFolder('node-api-headers'),
  };
  mkdirSync(dirname(join(folder, bindingPath)), { recursive: true });
  const outcome = spawnSync(compiler, compilerArguments(folder, process.platform, packages), {
    encoding: 'utf8',
  });
  if (outcome.status === 0) return;
  throw new Trouble(
    `The native module could not be built with ${compiler}:\n${outcome.stderr.slice(0, 3000)}`,
    'A newer compiler (g++ 9, clang 10) or another version of the library (--version X.Y.Z) may help.',
  );
}

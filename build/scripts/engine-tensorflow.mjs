// `npm run engine:tensorflow`: installs the native TensorFlow library for --device tensorflow into the person's own
// folder of engines. It downloads only when a person runs it; nothing else in Strongroom calls it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installWhenMissing, requireNode } from './install.mjs';
import { bindingPath } from './tensorflow/build-binding.mjs';
import { newestTried } from './tensorflow/choose-wheel.mjs';
import {
  removeAbandoned,
  replaceFolder,
  tryEngine,
  unfinished,
  writeManifest,
} from './tensorflow/finish.mjs';
import { enginesFolder } from './tensorflow/location.mjs';
import { createSay } from './tensorflow/say.mjs';
import { Trouble } from './tensorflow/trouble.mjs';
import { folderWay } from './tensorflow/way-folder.mjs';
import { packageWay } from './tensorflow/way-package.mjs';
import { officialIndex, wheelWay } from './tensorflow/way-wheel.mjs';

const usage = `npm run engine:tensorflow [-- OPTIONS]

Installs the native TensorFlow library into ${join(enginesFolder(), 'tensorflow')}.
Without options it tries the download of the package @tensorflow/tfjs-node-gpu, then a wheel of PyPI.

  --way package|wheel   only this way
  --from PATH           nothing is downloaded: a wheel file, a folder of wheels, an unpacked libtensorflow,
                        or a folder engines/tensorflow of another machine
  --gpu                 the wheel for NVIDIA graphics cards, with the CUDA libraries (about 3 GB)
  --version X.Y.Z       version of the wheel; the newest that was tried is ${newestTried}
  --index URL           another index with PyPI's JSON interface than ${officialIndex}
  --remove              removes what was installed
  --help
`;

class WrongUse extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      way: { type: 'string' },
      from: { type: 'string' },
      gpu: { type: 'boolean', default: false },
      version: { type: 'string' },
      index: { type: 'string', default: officialIndex },
      remove: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.way !== undefined && !['package', 'wheel'].includes(values.way)) {
    throw new WrongUse(`--way is package or wheel, not ${values.way}.`);
  }
  return values;
}

/** The ways to try, in order. Another version, index or kind of library can only come from a wheel. */
function waysOf(options, say) {
  const ways = {
    package: (folder) => packageWay(folder, say),
    wheel: (folder) => wheelWay(options, folder, say),
    // npm runs scripts in the project's folder; paths are meant from where the person stands.
    folder: (folder) => folderWay(resolve(process.env.INIT_CWD ?? '.', options.from), folder, say),
  };
  if (options.from !== undefined) return [ways.folder];
  if (options.way !== undefined) return [ways[options.way]];
  const onlyWheels = options.gpu || options.version !== undefined || options.index !== officialIndex;
  return onlyWheels ? [ways.wheel] : [ways.package, ways.wheel];
}

/** Tries a way in a folder beside the final one, which is gone again unless all went well. */
async function installBy(way, engines, say) {
  const folder = mkdtempSync(join(engines, unfinished(process.pid)));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  const stop = () => {
    clean();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  try {
    const made = { binding: bindingPath, ...(await way(folder)) };
    say.line('Trying it …');
    const trial = tryEngine(join(folder, made.binding));
    writeManifest(folder, made, trial);
    replaceFolder(folder, join(engines, 'tensorflow'));
    return trial;
  } finally {
    clean();
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, stop);
  }
}

/** The first way that works; what was wrong with the others is told. */
async function install(options, engines, say) {
  mkdirSync(engines, { recursive: true });
  removeAbandoned(engines);
  const ways = waysOf(options, say);
  for (const [index, way] of ways.entries()) {
    try {
      return await installBy(way, engines, say);
    } catch (error) {
      if (!(error instanceof Trouble) || index === ways.length - 1) throw error;
      say.line(`${error.message}\nTrying the next way.`);
    }
  }
  throw new Trouble('There is no way to try.', 'See --help.');
}

async function main() {
  requireNode();
  const options = readOptions();
  const engines = enginesFolder();
  if (options.help) return process.stdout.write(usage);
  const say = createSay(process.stdout);
  if (options.remove) {
    rmSync(join(engines, 'tensorflow'), { recursive: true, force: true });
    return say.line(`${join(engines, 'tensorflow')} is removed.`);
  }
  installWhenMissing();
  const { tensorflow, device } = await install(options, engines, say);
  const place = device === 'gpu' ? 'a graphics card' : 'the processor';
  if (options.gpu && device === 'cpu') {
    say.line('No graphics card was found: is it one of NVIDIA, and does nvidia-smi of its driver see it?');
  }
  return say.line(
    `TensorFlow ${tensorflow} is installed in ${join(engines, 'tensorflow')} and computes on ${place}.\nTrain with it: --device tensorflow`,
  );
}

/** What to do about errors of the file system; other errors are told with where they come from. */
const advice = {
  ENOSPC: 'The disk is full: free some, or name a folder on another disk in STRONGROOM_ENGINES.',
  EACCES: 'This folder cannot be written: name another one in STRONGROOM_ENGINES.',
  EPERM: 'Close Strongroom, which may be using the library, and start again.',
  EROFS: 'This folder cannot be written: name another one in STRONGROOM_ENGINES.',
};

main().catch((error) => {
  const isWrongUse = error instanceof WrongUse || String(error?.code).startsWith('ERR_PARSE_ARGS');
  const next = error?.next ?? advice[error?.code];
  if (isWrongUse) process.stderr.write(`${error.message}\n\n${usage}`);
  else
    process.stderr.write(next === undefined ? `${error?.stack ?? error}\n` : `${error.message}\n${next}\n`);
  process.exitCode = isWrongUse ? 2 : 1;
});

import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { buildBinding, findCompiler } from './build-binding.mjs';
import { wheelFits } from './choose-wheel.mjs';
import { requireSpace } from './disk.mjs';
import { checksumOf } from './download.mjs';
import { requireArchitecture, thisMachine } from './machine.mjs';
import { Trouble } from './trouble.mjs';
import { installFromWheels } from './way-wheel.mjs';

const library = /^libtensorflow(_cc|_framework)?\.(so\.\d+|\d+\.dylib)$/;

/** The file's content under its own name: libraries are often links to a name with a longer version. */
function copyFollowing(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(from), to);
}

async function fromWheels(paths, folder, say) {
  const machine = thisMachine();
  const source = [];
  for (const path of paths) {
    const fileName = path.split(/[\\/]/).at(-1);
    if (!wheelFits(fileName, machine)) {
      throw new Trouble(
        `${fileName} is not for this machine (${machine.platform} ${machine.architecture}).`,
        'On a machine of the same kind run: pip download --no-deps tensorflow-cpu',
      );
    }
    const sha256 = await checksumOf(path);
    say.line(`${fileName} has the SHA-256 ${sha256}; compare it with the one on pypi.org.`);
    source.push({ fileName, sha256 });
  }
  await installFromWheels(paths, folder, say);
  return { way: 'folder', source };
}

/** A folder engines/tensorflow that was installed elsewhere: nothing has to be built. */
async function fromEngine(from, folder) {
  const { binding, files, platform, architecture } = JSON.parse(
    readFileSync(join(from, 'engine.json'), 'utf8'),
  );
  if (platform !== process.platform || architecture !== process.arch) {
    throw new Trouble(
      `${from} was installed on ${platform} ${architecture}, and this machine is ${process.platform} ${process.arch}.`,
      'Take the folder engines/tensorflow of a machine of the same kind, or a wheel file.',
    );
  }
  const missing = Object.entries(files).find(
    ([name, bytes]) => !existsSync(join(from, name)) || statSync(join(from, name)).size !== bytes,
  );
  if (missing !== undefined) {
    throw new Trouble(`${from} is not complete (${missing[0]}).`, 'Copy the whole folder again.');
  }
  await requireSpace(
    folder,
    Object.values(files).reduce((sum, bytes) => sum + bytes, 0),
  );
  for (const name of Object.keys(files)) copyFollowing(join(from, name), join(folder, name));
  return { way: 'folder', source: [], binding };
}

/** libtensorflow as its makers pack it for C, or as Python has it in site-packages. */
async function fromLibrary(from, folder, say) {
  const places = [join(from, 'tensorflow'), join(from, 'lib'), from].filter((place) => existsSync(place));
  const place = places.find((path) => readdirSync(path).some((name) => library.test(name)));
  const headers = [join(from, 'tensorflow/include'), join(from, 'include')].find((path) =>
    existsSync(join(path, 'tensorflow/c/c_api.h')),
  );
  if (place === undefined || headers === undefined) {
    throw new Trouble(
      `${from} has no TensorFlow library that can be used: ${place === undefined ? 'libtensorflow.so.2 or libtensorflow_cc.so.2' : 'include/tensorflow/c/c_api.h'} is missing.`,
      'Give a wheel file of tensorflow-cpu, an unpacked libtensorflow (lib and include), or a folder engines/tensorflow of another machine.',
    );
  }
  const names = readdirSync(place).filter((file) => library.test(file));
  await requireSpace(
    folder,
    names.reduce((sum, name) => sum + statSync(join(place, name)).size, 0),
  );
  for (const name of names) {
    requireArchitecture(realpathSync(join(place, name)));
    copyFollowing(join(place, name), join(folder, 'tensorflow', name));
  }
  const cuda = join(place, '../nvidia');
  if (existsSync(cuda)) cpSync(cuda, join(folder, 'nvidia'), { recursive: true });
  cpSync(headers, join(folder, 'tensorflow/include'), { recursive: true });
  const compiler = findCompiler();
  say.line(`Building the native module with ${compiler} …`);
  buildBinding(folder, compiler);
  rmSync(join(folder, 'tensorflow/include'), { recursive: true });
  return { way: 'folder', source: [] };
}

/** Installs from a wheel file, or a folder: of wheels, of a library, or of an engine that is installed elsewhere. */
export async function folderWay(from, folder, say) {
  if (!existsSync(from)) throw new Trouble(`${from} does not exist.`, 'Correct the path after --from.');
  if (statSync(from).isFile()) return fromWheels([from], folder, say);
  if (existsSync(join(from, 'engine.json'))) return fromEngine(from, folder);
  // A folder that pip filled has those of Python's packages too.
  const wheels = readdirSync(from).filter((name) =>
    /^(tensorflow|tensorflow_cpu|nvidia_\w+)-.+\.whl$/.test(name),
  );
  if (wheels.length > 0)
    return fromWheels(
      wheels.map((name) => join(from, name)),
      folder,
      say,
    );
  return fromLibrary(from, folder, say);
}

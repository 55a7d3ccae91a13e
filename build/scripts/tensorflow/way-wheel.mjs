import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBinding, findCompiler } from './build-binding.mjs';
import { chooseWheel, cudaRequirements, newestTried } from './choose-wheel.mjs';
import { megabytes, requireSpace } from './disk.mjs';
import { download, readIndex } from './download.mjs';
import { requireWheelMachine, thisMachine } from './machine.mjs';
import { unpackWheel } from './unpack-wheel.mjs';

export const officialIndex = 'https://pypi.org/pypi';

/** Unpacked, the library takes about three times the room of its wheel. */
const growth = 3.3;

/** The wheels of one way: TensorFlow's, and for a graphics card those of NVIDIA that it asks for. */
async function findWheels({ index, version, gpu }, machine) {
  const addressOf = (name) => new URL(`${index.replace(/\/$/, '')}/${name}/json`);
  const find = async (name, condition) => {
    const address = addressOf(name);
    const document = await readIndex(address);
    return { document, wheel: chooseWheel(document, machine, condition, address) };
  };
  const isPlainLinux = machine.platform === 'linux' && machine.architecture === 'x64' && !gpu;
  const condition = version === undefined ? `<=${newestTried}` : `==${version}`;
  const { document, wheel } = await find(isPlainLinux ? 'tensorflow-cpu' : 'tensorflow', condition);
  const wheels = [wheel];
  if (!gpu) return wheels;
  for (const requirement of cudaRequirements(document)) {
    wheels.push((await find(requirement.name, requirement.condition)).wheel);
  }
  return wheels;
}

/** Unpacks wheels and builds the native module. @param {string[]} paths of the wheels. */
export async function installFromWheels(paths, folder, say, compiler = findCompiler()) {
  for (const path of paths) {
    await unpackWheel(path, folder, say.progress(`Unpacking ${path.split(/[\\/]/).at(-1)}`));
  }
  say.line(`Building the native module with ${compiler} …`);
  buildBinding(folder, compiler);
  await rm(join(folder, 'tensorflow/include'), { recursive: true, force: true });
}

/**
 * Installs the library out of a wheel of PyPI into a folder.
 * @param {{ index: string, version?: string, gpu: boolean }} options
 * @returns what the notes about the installation say of its source.
 */
export async function wheelWay(options, folder, say) {
  const machine = thisMachine();
  requireWheelMachine(machine, options.gpu);
  // Before anything is downloaded: without a compiler it would be of no use.
  const compiler = findCompiler();
  say.line(`Asking ${options.index} for the TensorFlow library …`);
  const wheels = await findWheels(options, machine);
  const size = wheels.reduce((sum, wheel) => sum + wheel.size, 0);
  await requireSpace(folder, size * (1 + growth));
  say.line(`${wheels.map(({ fileName }) => fileName).join(', ')}: ${megabytes(size)} to download.`);
  const downloads = join(folder, 'downloads');
  await mkdir(downloads);
  const paths = [];
  for (const wheel of wheels) {
    const path = join(downloads, wheel.fileName);
    await download(wheel, path, say.progress(`Downloading ${wheel.fileName}`));
    paths.push(path);
  }
  say.line('Every SHA-256 is the one that the index announced.');
  await installFromWheels(paths, folder, say, compiler);
  await rm(downloads, { recursive: true });
  return { way: 'wheel', source: wheels.map(({ fileName, sha256 }) => ({ fileName, sha256 })) };
}

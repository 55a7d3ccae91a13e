import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** A piece of hardware to compute on. */
export interface Hardware {
  name: string;
  /** Of its own; null when not known. */
  memoryBytes: number | null;
}

const mebibyte = 2 ** 20;

/** Makers of graphics processors by their number on the bus; others there are emulated ones of virtual machines. */
const makers: Record<string, string> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

/** Drivers that compute on the processor, by a part of their library's name. */
const softwareDrivers: [pattern: RegExp, name: string][] = [
  [/swiftshader/, 'SwiftShader'],
  [/vulkan_lvp/, 'llvmpipe'],
];
const hardwareDriver =
  /^(libvulkan_(?!lvp)\w+|amdvlk\w*|libGLX_nvidia|libnvidia-\w+|libnvidia-vulkan-producer)\.so/;

export const processor = (): Hardware => ({
  name: cpus()[0]?.model.trim() ?? 'Processor',
  memoryBytes: totalmem(),
});

/** What the driver of NVIDIA tells of its graphics processors; none when it is not there. */
function nvidia(): Promise<Hardware[]> {
  const query = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile('nvidia-smi', query, { timeout: 5000, windowsHide: true }, (failure, stdout) => {
      resolve(failure === null ? parseNvidia(stdout) : []);
    });
  });
}

/** @param lines "name, mebibytes", one graphics processor a line. */
export function parseNvidia(lines: string): Hardware[] {
  return lines.split('\n').flatMap((line): Hardware[] => {
    const [, name = '', size = ''] = /^(.+), *(\S+)\s*$/.exec(line) ?? [];
    if (name === '') return [];
    return [{ name, memoryBytes: /^\d+$/.test(size) ? Number(size) * mebibyte : null }];
  });
}

const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );

/** The graphics processors that Linux renders with, in its order. @param folder where the kernel lists them. */
export async function linuxGraphics(folder = '/sys/class/drm'): Promise<Hardware[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => name.startsWith('renderD'))
      .sort()
      .map(async (name): Promise<Hardware[]> => {
        const device = join(folder, name, 'device');
        const maker = makers[(await textOf(join(device, 'vendor'))) ?? ''];
        if (maker === undefined) return [];
        const product = await textOf(join(device, 'product_name'));
        const memory = Number((await textOf(join(device, 'mem_info_vram_total'))) ?? Number.NaN);
        return [{ name: product ?? `${maker} graphics`, memoryBytes: memory > 0 ? memory : null }];
      }),
  );
  return found.flat();
}

async function graphics(): Promise<Hardware[]> {
  const exact = await nvidia();
  if (exact.length > 0) return exact;
  if (process.platform === 'linux') return linuxGraphics();
  // On Apple silicon both share the memory, and the chip has one name.
  if (process.platform === 'darwin' && process.arch === 'arm64') return [processor()];
  return [];
}

/**
 * What a graphics provider computes on: a graphics processor where there is one and a driver of one was loaded, else
 * the name of the software that stands in for it; null when that cannot be known.
 * @param drivers names of the libraries in the process that tried it.
 */
export function adapterOf(drivers: readonly string[], found: readonly Hardware[]): Hardware | null {
  const software = softwareDrivers.find(([pattern]) => drivers.some((driver) => pattern.test(driver)));
  const [first] = found;
  if (first !== undefined && (software === undefined || drivers.some((name) => hardwareDriver.test(name)))) {
    return first;
  }
  return software === undefined ? null : { name: `${software[1]} (software)`, memoryBytes: totalmem() };
}

/** See `adapterOf`. */
export async function findAdapter(drivers: readonly string[]): Promise<Hardware | null> {
  return adapterOf(drivers, await graphics());
}

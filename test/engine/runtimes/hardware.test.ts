import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adapterOf, linuxGraphics, parseNvidia } from '../../../src-main/engine/runtimes/hardware';

const radeon = { name: 'AMD graphics', memoryBytes: 8 * 2 ** 30 };

test('software that stands in for a graphics processor says so', () => {
  expect(adapterOf(['libvulkan.so.1', 'libvk_swiftshader.so'], [])?.name).toBe('SwiftShader (software)');
  expect(adapterOf(['libvulkan_lvp.so'], [])?.name).toBe('llvmpipe (software)');
  // Its driver was not loaded: the environment names another one.
  expect(adapterOf(['libvk_swiftshader.so'], [radeon])?.name).toBe('SwiftShader (software)');
});

test('a graphics processor whose driver was loaded goes before software', () => {
  expect(adapterOf(['libvulkan_lvp.so', 'libvulkan_radeon.so'], [radeon])).toBe(radeon);
  expect(adapterOf(['libvulkan_lvp.so', 'libGLX_nvidia.so.0'], [radeon])).toBe(radeon);
  // On systems that do not tell which driver was loaded.
  expect(adapterOf([], [radeon])).toBe(radeon);
  // Mesa installs the drivers of all makers, whether or not there is such hardware.
  expect(adapterOf(['libvulkan_lvp.so', 'libvulkan_radeon.so'], [])?.name).toBe('llvmpipe (software)');
  expect(adapterOf([], [])).toBeNull();
});

test('graphics processors are read from what Linux tells, emulated ones left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-drm-'));
  try {
    const device = async (name: string, files: Record<string, string>): Promise<void> => {
      await mkdir(join(folder, name, 'device'), { recursive: true });
      for (const [file, text] of Object.entries(files)) {
        await writeFile(join(folder, name, 'device', file), `${text}\n`);
      }
    };
    await device('card0', { vendor: '0x1002' });
    await device('renderD128', { vendor: '0x1af4' });
    await device('renderD130', { vendor: '0x8086' });
    await device('renderD129', { vendor: '0x1002', mem_info_vram_total: String(8 * 2 ** 30) });
    expect(await linuxGraphics(folder)).toEqual([radeon, { name: 'Intel graphics', memoryBytes: null }]);
    expect(await linuxGraphics(join(folder, 'nowhere'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what the driver of NVIDIA tells', () => {
  expect(parseNvidia('NVIDIA GeForce RTX 4090, 24564\nNVIDIA A100-SXM4-40GB, [N/A]\n')).toEqual([
    { name: 'NVIDIA GeForce RTX 4090', memoryBytes: 24564 * 2 ** 20 },
    { name: 'NVIDIA A100-SXM4-40GB', memoryBytes: null },
  ]);
  expect(parseNvidia('')).toEqual([]);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { tensorflow } from '../../../src-main/engine/runtimes/tensorflow';
import { findInstallation, installCommand } from '../../../src-main/engine/runtimes/tensorflow-installation';
import { makeJob } from './support';

let engines = '';
beforeEach(() => {
  engines = mkdtempSync(join(tmpdir(), 'strongroom-engines-'));
  mkdirSync(join(engines, 'tensorflow'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(engines, { recursive: true, force: true });
});

const manifest = {
  formatVersion: 1,
  tensorflow: '2.21.0',
  tfjsNode: '4.22.0',
  platform: process.platform as string,
  architecture: process.arch as string,
  device: 'cpu',
  binding: 'binding.node',
  files: { 'binding.node': 4, 'library.so': 8 } as Record<string, number>,
};

function install(changes: Partial<typeof manifest>): void {
  const folder = join(engines, 'tensorflow');
  writeFileSync(join(folder, 'binding.node'), 'four');
  writeFileSync(join(folder, 'library.so'), 'eight to');
  writeFileSync(join(folder, 'engine.json'), JSON.stringify({ ...manifest, ...changes }));
}

test('an installation that is whole is found', () => {
  install({});
  expect(findInstallation(engines)).toMatchObject({
    installation: { tensorflow: '2.21.0', folder: join(engines, 'tensorflow') },
  });
});

test('nothing installed, with and without a folder of engines', () => {
  vi.stubEnv('STRONGROOM_ENGINES', '');
  for (const folder of [undefined, '', engines, join(engines, 'nowhere')]) {
    expect(findInstallation(folder)).toEqual({ reason: expect.stringContaining(installCommand) });
  }
});

test.each([
  ['another machine', { architecture: 'riscv64' }, 'is for'],
  ['another system', { platform: 'plan9' }, 'is for'],
  [
    'a file that is cut short',
    { files: { ...manifest.files, 'library.so': 9 } },
    'not complete (library.so)',
  ],
  ['a file that is gone', { files: { ...manifest.files, 'more.so': 1 } }, 'not complete (more.so)'],
  ['a binding that is not listed', { binding: 'library.node' }, 'not complete (library.node)'],
  ['a newer format', { formatVersion: 2 }, 'cannot be read'],
])('%s is told, with the command that helps', (_name, changes, words) => {
  install(changes);
  const found = findInstallation(engines);
  expect(found).toEqual({ reason: expect.stringContaining(words) });
  expect(found).toEqual({ reason: expect.stringContaining(installCommand) });
});

test('what it reports, and that a library that does not load is an error with the way out', async () => {
  vi.stubEnv('STRONGROOM_ENGINES', engines);
  expect(tensorflow.report()).toMatchObject({ available: false, title: 'TensorFlow' });
  expect(tensorflow.device()).toBe('cpu');
  install({});
  expect(tensorflow.report()).toMatchObject({
    available: true,
    version: '2.21.0',
    title: 'TensorFlow on the processor',
    reason: null,
  });
  await startTensors();
  const job = await makeJob({ task: 'regression' });
  await expect(tensorflow.start(job)).rejects.toMatchObject({
    code: 'DEVICE_NOT_AVAILABLE',
    expected: expect.stringContaining(engines),
    next: expect.stringContaining(installCommand),
  });
  job.network.dispose();
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { doctorSchema } from '../../src-main/contract/schemas/app';
import { runSchema } from '../../src-main/contract/schemas/runs';
import { readJsonDocument } from '../../src-main/services/headless';
import { softwareGraphics } from '../support/software-graphics';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

const graphics = softwareGraphics();
if ('reason' in graphics) console.warn(`Training on WebGPU is not tested: ${graphics.reason}`);

/** Two columns of which the product is what has to be learned. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [a, b] = [Math.sin(row * 1.7), Math.cos(row * 2.3)];
    return `${a.toFixed(4)},${b.toFixed(4)},${a * b > 0 ? 'yes' : 'no'}`;
  });
  return `a,b,answer\n${lines.join('\n')}\n`;
}

describe.skipIf('reason' in graphics)('with a graphics processor in software', () => {
  // Children have the environment of this process when they are started.
  beforeEach(() => {
    if (!('env' in graphics)) return;
    for (const name of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'LD_LIBRARY_PATH']) {
      vi.stubEnv(name, graphics.env[name]);
    }
    return () => vi.unstubAllEnvs();
  });

  test('doctor tells what it is', async () => {
    const report = doctorSchema.parse((await strongroom('doctor', '--json')).json());
    const webgpu = report.engines.find(({ name }) => name === 'webgpu');
    expect(webgpu).toMatchObject({ available: true, reason: null, hardware: 'SwiftShader (software)' });
    expect(webgpu?.memoryBytes).toBeGreaterThan(0);
    expect(webgpu?.version).toMatch(/^\d+\./);
    expect(report.devices).toEqual(expect.arrayContaining(['onnx', 'webgpu']));
    expect(report.device).toBe('onnx');
    const { stdout } = await strongroom('doctor');
    expect(stdout).toMatch(/yes +webgpu .*GiB.*SwiftShader \(software\)/);
    expect(stdout).toMatch(/no +directml .*It needs Windows/);
  });

  test('a model that was trained on it says so, and is a good one', async () => {
    const out = join(await temporaryFolder(), 'model');
    const args = ['--target', 'Species', '--device', 'webgpu', '--epochs', '5', '--out', out, '--json'];
    const trained = await strongroom('train', sample('penguins.csv'), ...args);
    expect(trained.json()).toMatchObject({
      device: 'webgpu',
      hardware: 'SwiftShader (software)',
      runtime: 'onnx',
      device_timings: [],
      warnings: [{ code: 'MISSING_WORDS' }],
    });
    const { metrics } = trained.json() as { metrics: { test: { accuracy: number } } };
    expect(metrics.test.accuracy).toBeGreaterThan(0.9);
  });

  test('auto times it when the training is long enough, tells how fast it was, and takes the fastest', async () => {
    const folder = await temporaryFolder();
    const [data, out] = [join(folder, 'table.csv'), join(folder, 'model')];
    await writeFile(data, table(4000));
    const trained = await strongroom('train', data, '--target', 'answer', '--epochs', '9000', '--out', out);
    expect(trained.code).toBe(0);
    const line = /Devices timed: \w+ [\d,]+, \w+ [\d,]+ rows a second\./;
    expect(trained.stderr).toMatch(line);
    expect(trained.stdout).toMatch(line);
    const run = runSchema.parse(await readJsonDocument(join(out, 'run.json'), 'MODEL_DAMAGED'));
    expect(run.deviceTimings.map(({ device }) => device).sort()).toEqual(['cpu', 'webgpu']);
    expect(run.device).toBe(run.deviceTimings[0]?.device);
    expect(run.warnings).toEqual([]);
  });
});

test('a small training is timed on no device', async () => {
  const out = join(await temporaryFolder(), 'model');
  const trained = await strongroom(
    'train',
    sample('penguins.csv'),
    '--target',
    'Species',
    '--epochs',
    '2',
    '--out',
    out,
    '--json',
  );
  expect(trained.json()).toMatchObject({ device: 'cpu', runtime: 'onnx', device_timings: [] });
});

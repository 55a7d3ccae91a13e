import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainInputs } from '../../src-main/contract/network';
import { startTensors } from '../../src-main/engine/features/tensors';
import { outputsProgram } from '../../src-main/engine/compile/training/outputs-program';
import { build } from '../../src-main/engine/model/build';
import { recipeOf } from './train/tables';

const sources = new URL('../../src-main/', import.meta.url).pathname;

test('ONNX Runtime, as we load it, keeps no record of its use', async () => {
  await startTensors();
  const home = await mkdtemp(join(tmpdir(), 'strongroom-home-'));
  const model = await mkdtemp(join(tmpdir(), 'strongroom-model-'));
  try {
    const path = join(model, 'network.onnx');
    const network = build(recipeOf({}), { inputs: plainInputs(3), outputs: 1 });
    await writeFile(path, outputsProgram(network, 3));
    network.dispose();
    const statement = (await readFile(join(sources, 'engine/no-telemetry.ts'), 'utf8'))
      .split('\n')
      .find((line) => line.startsWith('process.env'));
    const script = `${statement ?? ''}
      const { InferenceSession } = require('onnxruntime-node');
      InferenceSession.create(process.argv[1]).then((session) => session.release());`;
    const folders = {
      HOME: home,
      USERPROFILE: home,
      XDG_CACHE_HOME: home,
      TMPDIR: home,
      TEMP: home,
      TMP: home,
    };
    const environment = { ...process.env };
    delete environment['ORT_DISABLE_TELEMETRY'];
    execFileSync(process.execPath, ['-e', script, path], {
      env: { ...environment, ...folders },
      cwd: join(sources, '..'),
    });
    expect(await readdir(home)).toEqual([]);
  } finally {
    await rm(home, { recursive: true });
    await rm(model, { recursive: true });
  }
});

test('whatever loads ONNX Runtime silences it first', async () => {
  const loading: string[] = [];
  for (const entry of await readdir(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const lines = (await readFile(join(entry.parentPath, entry.name), 'utf8')).split('\n');
    const loads = lines.findIndex(
      (line) => line.includes("'onnxruntime-node'") && !line.startsWith('import type'),
    );
    if (loads < 0) continue;
    loading.push(entry.name);
    const silences = lines.findIndex((line) => /^import '[./]*\/no-telemetry';$/.test(line));
    expect(silences, entry.name).toBeGreaterThanOrEqual(0);
    expect(silences, entry.name).toBeLessThan(loads);
  }
  expect(loading.sort()).toEqual(['feeds.ts', 'model.ts', 'native.ts', 'onnx.ts', 'onnx.ts', 'probe.ts']);
});

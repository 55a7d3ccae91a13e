import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryProvider, withoutPlace } from '../../../src-main/engine/runtimes/probe';
import { providers } from '../../../src-main/engine/runtimes/providers';

const library = createRequire(import.meta.url).resolve('onnxruntime-node');

/** A library of this code instead of ONNX Runtime, as far as a provider's trial calls it. */
async function tryBroken(create: string, run = ''): Promise<Awaited<ReturnType<typeof tryProvider>>> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-broken-'));
  try {
    const path = join(folder, 'library.cjs');
    await writeFile(
      path,
      `module.exports = { Tensor: class {}, InferenceSession: { async create() { ${create}; return { async run() { ${run} } }; } } };`,
    );
    return await tryProvider(providers.webgpu, path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the processor, which every machine has, computes what is expected of it', async () => {
  const probed = await tryProvider(providers.cpu, library);
  expect(probed).toMatchObject({ works: true });
  expect(probed.works && probed.multiplicationsPerSecond).toBeGreaterThan(0);
});

test('a provider that this build of the library lacks is a reason', async () => {
  const unknown = {
    ...providers.coreml,
    execution: process.platform === 'darwin' ? 'dml' : 'coreml',
  } as const;
  expect(await tryProvider(unknown, library)).toMatchObject({
    works: false,
    reason: expect.stringContaining('backend not found'),
  });
});

test('a driver that ends its process is a reason, and leaves this process alone', async () => {
  expect(await tryBroken('process.abort()')).toMatchObject({
    works: false,
    reason: expect.stringContaining('ended the process'),
  });
});

test('the library keeps no record of its use in that process either', async () => {
  const silence = "if (process.env.ORT_DISABLE_TELEMETRY === '1') throw new Error('It is silent.')";
  expect(await tryBroken(silence)).toMatchObject({ reason: expect.stringContaining('It is silent.') });
});

test('a driver that computes nonsense is not used', async () => {
  const nonsense = await tryBroken('', 'return { y: { data: Float32Array.of(1, 2, 3, 4) } };');
  expect(nonsense).toMatchObject({
    works: false,
    reason: expect.stringContaining('wrong results: 1, 2, 3, 4'),
  });
});

test('an error is told without its place in the source of the library', () => {
  expect(
    withoutPlace(
      '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 void Initialize()::<lambda()> result.status == Status::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
    ),
  ).toBe('Failed to get a WebGPU adapter: No supported adapters');
  expect(withoutPlace('[dml] backend not found.')).toBe('[dml] backend not found.');
});

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import proto from 'onnx-proto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { certificateSchema } from '../../src-main/contract/schemas/certificate';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

const penguins = sample('penguins.csv');

/** Epochs enough to see a difference, few enough to be quick. */
const quick = ['--epochs', '5'];

test('a certificate goes with each file, and tells when the file has changed since', async () => {
  const folder = await temporaryFolder();
  const [model, onnx] = [join(folder, 'model'), join(folder, 'small.onnx')];
  await strongroom('train', penguins, '--target', 'Species', '--out', model, ...quick);
  const flags = ['--format', 'onnx', '--quantize', 'int8', '--licence', 'CC0 <&>', '--out', onnx, '--json'];
  const exported = await strongroom('export', model, ...flags);
  expect(exported.code).toBe(0);
  expect(exported.json()).toMatchObject({
    quantize: 'int8',
    certificate: `${onnx}.certificate.json`,
    verification: { passed: true, rows: 0, madeUpRows: 1000, changedAllowed: 0.01 },
  });
  const certificate = certificateSchema.parse(JSON.parse(await readFile(`${onnx}.certificate.json`, 'utf8')));
  expect(certificate).toMatchObject({
    verdict: 'passed',
    file: { name: 'small.onnx', quantize: 'int8', scope: 'pipeline', licence: 'CC0 <&>' },
    model: { target: 'Species', classes: ['Adelie', 'Chinstrap', 'Gentoo'] },
    golden: { source: 'made-up' },
  });
  expect(certificate.file.sha256).toBe(
    createHash('sha256')
      .update(await readFile(onnx))
      .digest('hex'),
  );
  // Rows to check with: the file answers them again as it did, in a session of its own.
  const session = await InferenceSession.create(onnx);
  expect(certificate.golden.rows.length).toBeGreaterThan(10);
  for (const { inputs, answered } of certificate.golden.rows) {
    const feeds = Object.fromEntries(
      session.inputMetadata.map((port) => {
        const value = inputs[port.name] ?? null;
        const isText = port.isTensor && port.type === 'string';
        return [
          port.name,
          isText
            ? new Tensor('string', [String(value ?? '')], [1, 1])
            : new Tensor('float32', [value === null ? Number.NaN : Number(value)], [1, 1]),
        ];
      }),
    );
    const results = await session.run(feeds);
    expect(results['predicted']?.data[0]).toBe(answered.predicted);
    expect(Array.from(results['probabilities']?.data ?? [], Number)).toEqual(answered.probabilities);
  }
  await session.release();
  const page = await readFile(`${onnx}.certificate.html`, 'utf8');
  expect(page).toContain('CC0 &lt;&amp;&gt;');
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/(src|href)=|https?:|<script/);

  const verified = await strongroom('verify', onnx, penguins, '--against', model, '--json');
  expect(verified.json()).toMatchObject({
    passed: true,
    quantize: 'int8',
    rows: 344,
    certificate: { same_file: true, same_model: true },
    latency: { row_ms: expect.any(Number) as number, batch_rows: 344 },
  });
  expect(verified.code).toBe(0);
  // Metadata is what a viewer shows; whoever changes it changes the bytes.
  const bytes = proto.onnx.ModelProto.decode(await readFile(onnx));
  bytes.producerName = 'Somebody';
  await writeFile(onnx, proto.onnx.ModelProto.encode(bytes).finish());
  const changed = await strongroom('verify', onnx, penguins, '--against', model, '--json');
  expect(changed.code).toBe(1);
  expect(changed.json()).toMatchObject({ passed: false, certificate: { same_file: false } });
});

test('variants measures every size of a model in ONNX Runtime', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  await strongroom(
    'train',
    penguins,
    '--target',
    'Species',
    '--out',
    model,
    '--epochs',
    '40',
    '--preset',
    'mlp',
  );
  const measured = await strongroom('variants', model, penguins, '--json');
  expect(measured.code).toBe(0);
  const { variants } = measured.json() as {
    variants: {
      name: string;
      quantize: string;
      bytes: number;
      one_row_ms: number;
      metrics: { accuracy: number };
      passed: boolean;
    }[];
  };
  expect(variants.map(({ name, quantize }) => `${name}: ${quantize}`)).toEqual([
    'as trained: none',
    'as trained: float16',
    'as trained: int8',
    'as trained: int8-static',
    'pruned by half: none',
    'pruned by four fifths: none',
    'trained for 8 bits: int8',
    'distilled into half the units: none',
    'distilled into half the units: int8',
  ]);
  const sizeOf = (index: number): number => variants[index]?.bytes ?? 0;
  for (const smaller of [1, 2, 3, 5, 6, 7, 8]) expect(sizeOf(smaller)).toBeLessThan(sizeOf(0));
  for (const { metrics, one_row_ms: time, passed } of variants) {
    expect(metrics.accuracy).toBeGreaterThan(0.85);
    expect(time).toBeGreaterThan(0);
    expect(passed).toBe(true);
  }
});

test('a smaller network leaves in the place of the model, held to its own answers', async () => {
  const folder = await temporaryFolder();
  const [model, out] = [join(folder, 'model'), join(folder, 'small.onnx')];
  await strongroom('train', penguins, '--target', 'Species', '--out', model, '--preset', 'mlp', ...quick);
  const flags = ['export', model, '--format', 'onnx', '--shrink', 'prune-half', '--out', out, '--json'];
  const without = await strongroom(...flags);
  expect(without.code).toBe(1);
  expect(without.stdout).toContain('TOO_FEW_ROWS');
  expect(without.stdout).toContain('--data');
  const exported = await strongroom(...flags, '--data', penguins);
  expect(exported.json()).toMatchObject({
    network: 'prune-half',
    verification: { passed: true, rows: 69, original: { rows: 69 }, metrics: {} },
    warnings: expect.arrayContaining([expect.objectContaining({ code: 'SMALLER_NETWORK' })]) as unknown,
  });
  const certificate = certificateSchema.parse(JSON.parse(await readFile(`${out}.certificate.json`, 'utf8')));
  expect(certificate).toMatchObject({ verdict: 'passed', file: { network: 'prune-half' } });
  expect(await readFile(`${out}.certificate.html`, 'utf8')).toContain('pruned by half');
  // Half of the numbers of its kernels are zero in the file itself.
  const file = proto.onnx.ModelProto.decode(await readFile(out));
  const kernels = (file.graph?.initializer ?? [])
    .filter(({ dims, rawData }) => (dims?.length ?? 0) >= 2 && (rawData?.length ?? 0) >= 4096)
    .map(({ rawData = new Uint8Array() }) => {
      const bytes = Uint8Array.from(rawData ?? []);
      const values = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
      return values.filter((value) => value === 0).length / values.length;
    });
  expect(kernels.length).toBeGreaterThan(0);
  for (const share of kernels) expect(share).toBeGreaterThan(0.4);
  const verified = await strongroom('verify', out, penguins, '--against', model);
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain('differs from the model by design');
});

test('a file of the network alone takes encoded rows', async () => {
  const folder = await temporaryFolder();
  const [model, onnx] = [join(folder, 'model'), join(folder, 'network.onnx')];
  await strongroom('train', penguins, '--target', 'Species', '--out', model, ...quick);
  const flags = ['--format', 'onnx', '--network-only', '--quantize', 'int8-static', '--out', onnx, '--json'];
  const exported = await strongroom('export', model, ...flags);
  expect(exported.json()).toMatchObject({
    inputs: [{ name: 'encoded', type: expect.stringMatching(/^float\[rows, \d+\]$/) as string }],
    verification: { passed: true },
  });
  const verified = await strongroom('verify', onnx, penguins, '--against', model, '--json');
  expect(verified.json()).toMatchObject({ passed: true, scope: 'network', quantize: 'int8-static' });
});

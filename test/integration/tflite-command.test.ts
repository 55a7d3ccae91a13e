import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

const penguins = sample('penguins.csv');

test('a model is exported as TensorFlow Lite in every way of keeping weights, and verified', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  await strongroom('train', penguins, '--target', 'Species', '--out', model);
  const sizes: number[] = [];
  for (const quantize of ['none', 'float16', 'int8', 'int8-static']) {
    const file = join(folder, `${quantize}.tflite`);
    const data = quantize === 'int8-static' ? ['--data', penguins] : [];
    const exported = await strongroom(
      ...['export', model, '--format', 'tflite', '--quantize', quantize, ...data, '--out', file],
    );
    expect([quantize, exported.code]).toEqual([quantize, 0]);
    sizes.push((await stat(file)).size);
    const verified = await strongroom('verify', file, penguins, '--against', model, '--json');
    expect(verified.json()).toMatchObject({
      passed: true,
      rows: 344,
      tolerance: { none: 1e-5, float16: 1e-2 }[quantize] ?? null,
    });
  }
  expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);

  const whole = await readFile(join(folder, 'none.tflite'));
  const damaged = join(folder, 'damaged.tflite');
  await writeFile(damaged, whole.subarray(0, 4000));
  const refused = await strongroom('verify', damaged, penguins, '--against', model);
  expect([refused.code, refused.stderr.includes('MODEL_DAMAGED')]).toEqual([1, true]);
});

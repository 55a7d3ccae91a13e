import { expect, test } from 'vitest';
import { describeTimings, timedRates } from '../../../src-main/contract/planning';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';

const timings = [
  { device: 'webgpu', runtime: 'onnx', rowsPerSecond: 310.4 },
  { device: 'cpu', runtime: 'onnx', rowsPerSecond: 24_500.2 },
];

test('timed devices are told in one line, the fastest first', () => {
  expect(timedRates(timings)).toBe('cpu 24,500, webgpu 310 rows a second');
  expect(describeTimings(timings)).toBe('Devices timed: cpu 24,500, webgpu 310 rows a second.');
  expect(describeTimings([])).toBe('');
  const twice = [...timings, { device: 'cpu', runtime: 'tensorflow', rowsPerSecond: 9000 }];
  expect(timedRates(twice)).toBe(
    'cpu (onnx) 24,500, cpu (tensorflow) 9,000, webgpu (onnx) 310 rows a second',
  );
});

test('recipes name the devices that there were before, and the new ones', () => {
  for (const device of ['auto', 'cpu', 'webgpu', 'tensorflow', 'reference', 'cuda', 'directml', 'coreml']) {
    const recipe = recipeSchema.parse({
      version: 1,
      data: { dataset: null, fingerprint: null, reading: null },
      target: null,
      training: { device },
    });
    expect(recipe.training.device).toBe(device);
  }
});

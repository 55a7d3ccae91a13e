import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { sample, temporaryFolder } from './support/house';

const penguins = sample('penguins.csv');

test('a model is exported as a network, compared, verified, and read again layer by layer', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  const trained = await strongroom(
    'train',
    penguins,
    '--target',
    'Species',
    '--out',
    model,
    '--epochs',
    '5',
    '--preset',
    'mlp',
  );
  expect(trained.code).toBe(0);
  for (const [format, name] of [
    ['h5', 'model.h5'],
    ['tfjs', 'model.zip'],
    ['python', 'package.zip'],
  ] as const) {
    const file = join(folder, name);
    const exported = await strongroom('export', model, '--format', format, '--out', file);
    expect([format, exported.code]).toEqual([format, 0]);
    expect(exported.stdout).toMatch(/TensorFlow\.js .* read back from the file/);
    if (format === 'h5') {
      const verified = await strongroom('verify', file, penguins, '--against', model, '--json');
      expect(verified.code).toBe(0);
      expect(verified.json()).toMatchObject({ passed: true, rows: 344, changed_decisions: 0 });
    }
    const kept = join(folder, `${format}-kept.keras`);
    const read = await strongroom('import-model', file, '--out', kept, '--json');
    expect([format, read.code]).toEqual([format, 0]);
    const summary = read.json() as { layers: { kind: string }[] };
    expect(summary.layers.filter(({ kind }) => kind === 'Dense')).toHaveLength(3);
  }
  const wrong = await strongroom('import-model', penguins);
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('FILE_FORMAT_MISMATCH');
}, 240_000);

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layerSchema } from '../../src-main/contract/network';
import { networkText } from '../../src-main/contract/network/document';
import { emptyRecipe } from '../../src-main/workspace/migrations';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';

/** A shortcut past two layers: no preset makes this one. */
const layers = [
  { id: 'table', kind: 'input' },
  { id: 'wide', kind: 'dense', units: 12, activation: 'tanh', inputs: ['table'] },
  { id: 'bent', kind: 'dense', units: 12, activation: 'relu', inputs: ['wide'] },
  { id: 'sum', kind: 'add', inputs: ['wide', 'bent'] },
  { id: 'output', kind: 'output', inputs: ['sum'] },
].map((layer) => layerSchema.parse(layer));

const rows = Array.from({ length: 160 }, (_, row) => {
  const [a, b] = [(row * 7) % 20, (row * 13) % 17];
  return `${String(a)},${String(b)},${a * 2 > b + 10 ? 'yes' : 'no'}`;
});
const data = ['a,b,answer', ...rows].join('\n');

test('train takes a network of its own, from a file of layers and from a recipe, and makes the same of both', async () => {
  const folder = await temporaryFolder();
  const [file, network, recipe] = ['data.csv', 'layers.json', 'recipe.json'].map((name) =>
    join(folder, name),
  );
  if (file === undefined || network === undefined || recipe === undefined) throw new Error('no paths');
  await writeFile(file, data);
  await writeFile(network, networkText(layers));
  const own = emptyRecipe();
  await writeFile(
    recipe,
    JSON.stringify({
      ...own,
      target: 'answer',
      model: { ...own.model, preset: 'custom', network: { layers } },
    }),
  );
  const common = ['--epochs', '15', '--device', 'reference', '--json'];
  const out = (name: string): string[] => ['--out', join(folder, name)];
  const first = await strongroom(
    'train',
    file,
    '--target',
    'answer',
    '--network',
    network,
    ...common,
    ...out('a'),
  );
  expect(first.code).toBe(0);
  const second = await strongroom('train', file, '--recipe', recipe, ...common, ...out('b'));
  // Two columns: 3 x 12, 13 x 12, and 13 to one answer.
  expect(first.json()).toMatchObject({ preset: 'custom', parameters: 36 + 156 + 13 });
  const { metrics } = second.json() as { metrics: { test: { accuracy: number } } };
  expect(first.json()).toMatchObject({ metrics });
  expect(metrics.test.accuracy).toBeGreaterThan(0.8);
  // A recipe may be given for its network alone.
  const third = await strongroom(
    'train',
    file,
    '--target',
    'answer',
    '--network',
    recipe,
    ...common,
    ...out('c'),
  );
  expect(third.json()).toMatchObject({ metrics });
});

test.each<[string, object | string, string[], string, RegExp]>([
  ['no JSON', '{', [], 'NETWORK_INVALID', /not valid JSON/],
  [
    'a layer that is wrong',
    { layers: [{ id: 'x', kind: 'dense', units: -1 }] },
    [],
    'NETWORK_INVALID',
    /Layer 1 \(x\), dense: units/,
  ],
  [
    'sizes that do not meet',
    {
      layers: [
        layers[0],
        { id: 'read', kind: 'lstm', inputs: ['table'] },
        { id: 'output', kind: 'output', inputs: ['read'] },
      ],
    },
    [],
    'NETWORK_INVALID',
    /LSTM: LSTM takes steps of channels/,
  ],
  ['a preset beside it', { layers }, ['--preset', 'mlp'], 'USAGE', /--network and --preset mlp/],
])(
  'a network that cannot be trained is told with its layer: %s',
  async (_, document, more, code, message) => {
    const folder = await temporaryFolder();
    const [file, network] = [join(folder, 'data.csv'), join(folder, 'layers.json')];
    await writeFile(file, data);
    await writeFile(network, typeof document === 'string' ? document : JSON.stringify(document));
    const { code: exit, stdout } = await strongroom(
      'train',
      file,
      '--target',
      'answer',
      '--network',
      network,
      '--out',
      join(folder, 'out'),
      ...more,
      '--json',
    );
    expect(exit).not.toBe(0);
    expect(stdout).toContain(code);
    expect(stdout).toMatch(message);
  },
);

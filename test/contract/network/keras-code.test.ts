import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { layerDefinitions, layerSchema } from '../../../src-main/contract/network';
import type { LayerKind, Network, NetworkContext } from '../../../src-main/contract/network';
import { inspectNetwork } from '../../../src-main/contract/network/inspect';
import { kerasCode } from '../../../src-main/contract/network/keras-code';
import { mistakesOf } from '../../../src-main/contract/network/mistakes';
import { presetNames } from '../../../src-main/contract/network/presets/names';
import { pythonWith, runPython } from '../../support/python';
import { context, contextOf, editedNetworks, kinds, presetNetwork } from './networks';

const folder = join(import.meta.dirname, '../../fixtures/keras-code');
const script = join(folder, 'build.py');
const stored = join(folder, 'networks.json');

/** What Keras has built of a code. */
const builtSchema = z.object({
  parameters: z.number(),
  /** Of what each layer gives, without rows, by its name. */
  shapes: z.record(z.string(), z.array(z.number())),
  output: z.array(z.number()),
});
const storedSchema = z.array(z.object({ name: z.string(), code: z.string(), built: builtSchema }));

/** Where one of each kind can stand. */
const places: Partial<Record<LayerKind, string>> = {
  embedding: 'note',
  simpleRnn: 'pulse',
  lstm: 'pulse',
  gru: 'pulse',
  conv1d: 'pulse',
  pooling1d: 'pulse',
  multiHeadAttention: 'pulse',
  positionalEncoding: 'pulse',
  permute: 'pulse',
  globalPooling: 'pulse',
  conv2d: 'photo',
  separableConv2d: 'photo',
  depthwiseConv2d: 'photo',
  pooling2d: 'photo',
};
const settings: Partial<Record<LayerKind, object>> = {
  reshape: { sizes: [7, 1] },
  gru: { bidirectional: true, sequences: true, dropout: 0.2 },
  lstm: { bidirectional: true },
  embedding: { width: 3 },
  dense: { activation: 'swish', bias: false },
};

/** A network that has a layer of the kind. */
function networkWith(kind: LayerKind): Network {
  const several = layerDefinitions[kind].takes === 'several';
  return {
    layers: [
      { id: 'in', kind: 'input', part: places[kind] ?? 'table' },
      { id: 'other-one', kind: 'activation', activation: 'tanh', inputs: ['in'] },
      { id: 'tried', kind, inputs: several ? ['in', 'other-one'] : ['in'], ...settings[kind] },
      { id: 'flat', kind: 'flatten', inputs: ['tried'] },
      { id: 'out', kind: 'output', inputs: ['flat'] },
    ]
      .filter(({ id }) => several || id !== 'other-one')
      .map((layer) => layerSchema.parse(layer)),
  };
}

const cases: [string, Network, NetworkContext][] = [
  ...kinds
    .filter((kind) => kind !== 'input' && kind !== 'output')
    .map((kind): [string, Network, NetworkContext] => [kind, networkWith(kind), context]),
  ...presetNames
    .filter((name) => name !== 'custom')
    .map((name): [string, Network, NetworkContext] => {
      const within =
        name === 'cnn2d' || name === 'lstm' || name === 'transformer' ? context : contextOf('table');
      return [`preset ${name}`, presetNetwork(name, within), within];
    }),
];
const codeOf = (network: Network, within = context): string =>
  kerasCode(network, within, { task: 'multiclass', target: 'species' });

/** Holds what Keras built to what is told of the network. */
function compare(network: Network, within: NetworkContext, built: z.output<typeof builtSchema>): void {
  const facts = inspectNetwork(network, within);
  expect(built.parameters).toBe(facts.parameters);
  expect(built.output).toEqual([within.outputs]);
  const parts = new Set<string>();
  for (const { layer, sizes } of facts.layers) {
    // A part that is looked at twice is one input; members are averaged at the end.
    if (layer.kind === 'input' && parts.size === parts.add(layer.part).size) continue;
    if (layer.kind === 'output' && layer.members) continue;
    expect(built.shapes[layer.id], layer.id).toEqual(sizes);
  }
}

/** Codes built by Keras itself. */
function build(python: string, codes: readonly string[]): z.output<typeof builtSchema>[] {
  const place = mkdtempSync(join(tmpdir(), 'keras-code-'));
  try {
    writeFileSync(join(place, 'codes.json'), JSON.stringify(codes));
    return z.array(builtSchema).parse(runPython(python, script, join(place, 'codes.json')));
  } finally {
    rmSync(place, { recursive: true });
  }
}

const found = pythonWith('keras');
if ('reason' in found) process.stderr.write(`Keras code is held to stored results only: ${found.reason}.\n`);

test('the code is what Keras built with the parameters and sizes that are told, for every kind and preset', () => {
  if ('python' in found && process.env['STRONGROOM_STORE'] === '1') {
    const built = build(
      found.python,
      cases.map(([, network, within]) => codeOf(network, within)),
    );
    const entries = cases.map(([name, network, within], index) => ({
      name,
      network,
      code: codeOf(network, within),
      built: built[index],
    }));
    writeFileSync(stored, `${JSON.stringify(entries, null, 1)}\n`);
  }
  const kept = storedSchema.parse(JSON.parse(readFileSync(stored, 'utf8')));
  expect(kept.map(({ name }) => name)).toEqual(cases.map(([name]) => name));
  for (const [name, network, within] of cases) {
    const entry = kept.find((one) => one.name === name);
    if (entry === undefined) throw new Error(`nothing is stored of ${name}`);
    expect(codeOf(network, within), name).toBe(entry.code);
    compare(network, within, entry.built);
  }
});

test.skipIf('reason' in found)(
  'Keras builds the code of random networks with the parameters and sizes that are told',
  { timeout: 600_000 },
  () => {
    if (!('python' in found)) return;
    const networks = fc
      .sample(editedNetworks, { numRuns: 400, seed: 7 })
      .filter((network) => mistakesOf(network, context).every(({ severity }) => severity !== 'error'))
      .slice(0, 40);
    expect(networks.length).toBeGreaterThan(20);
    build(
      found.python,
      networks.map((network) => codeOf(network)),
    ).forEach((built, index) => {
      const network = networks[index];
      if (network !== undefined) compare(network, context, built);
    });
  },
);

test('layers that Keras lacks are named in the code', () => {
  const code = codeOf(presetNetwork('tabm', contextOf('table')), contextOf('table'));
  expect(code).toMatch(/# Keras has no .*Number vectors.*Members.*Answers of members/);
  expect(code).toContain('class Members(layers.Layer)');
  expect(codeOf(presetNetwork('mlp', contextOf('table')), contextOf('table'))).toContain(
    '# Keras has no Category numbers',
  );
});

test('a network that is wrong has no code', () => {
  const network: Network = { layers: [layerSchema.parse({ id: 'out', kind: 'output', inputs: [] })] };
  expect(() => codeOf(network)).toThrow(expect.objectContaining({ code: 'NETWORK_INVALID' }));
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { layerSchema } from '../../../src-main/contract/network';
import type { Network } from '../../../src-main/contract/network';
import { inspectNetwork } from '../../../src-main/contract/network/inspect';
import { fixesOf, mistakesOf } from '../../../src-main/contract/network/mistakes';
import type { NewLayer } from '../../../src-main/contract/network/presets/builder';
import { context, contextOf, editedNetworks } from './networks';

const networkOf = (...layers: NewLayer[]): Network => ({
  layers: layers.map((layer) => layerSchema.parse(layer)),
});
const table: NewLayer = { id: 'table', kind: 'input' };
const pulse: NewLayer = { id: 'pulse', kind: 'input', part: 'pulse' };
const photo: NewLayer = { id: 'photo', kind: 'input', part: 'photo' };
const out = (id: string): NewLayer => ({ id: 'out', kind: 'output', inputs: [id] });

/** Labels of the fixes of the first mistake at a layer. */
function offered(network: Network, layer: string | null, within = context): string[] {
  const mistake = mistakesOf(network, within).find((one) => one.layer === layer);
  if (mistake === undefined) throw new Error(`no mistake at ${String(layer)}`);
  return fixesOf(mistake, network, within).map(({ label }) => label);
}

describe('fixes', () => {
  it('take the mistake away, whatever the network, and make no others', () => {
    let mended = 0;
    fc.assert(
      fc.property(editedNetworks, (network) => {
        const before = mistakesOf(network, context).filter(({ severity }) => severity === 'error');
        for (const mistake of before.slice(0, 3)) {
          for (const fix of fixesOf(mistake, network, context)) {
            if (fix.network === undefined) continue;
            const after = mistakesOf(fix.network, context).filter(({ severity }) => severity === 'error');
            expect(
              after.some(({ layer, message }) => layer === mistake.layer && message === mistake.message),
            ).toBe(false);
            // What could not be told before, behind the mistake, may show now; nothing else is broken.
            const unknown = inspectNetwork(network, context).layers.flatMap(({ layer, sizes }) =>
              sizes === null ? [layer.id] : [],
            );
            // Which of several outputs is one too many depends on their order.
            const outputs = network.layers.filter(({ kind }) => kind === 'output').map(({ id }) => id);
            if (outputs.length > 1) unknown.push(...outputs);
            for (const other of after)
              expect([null, ...unknown, ...before.map(({ layer }) => layer)]).toContain(other.layer);
            mended += 1;
          }
        }
      }),
      { numRuns: 80 },
    );
    expect(mended).toBeGreaterThan(50);
  });

  it('are there for each mistake that a person makes', () => {
    fc.assert(
      fc.property(editedNetworks, (network) => {
        for (const mistake of mistakesOf(network, context).slice(0, 4))
          if (mistake.layer !== null && layerIsNoOnlyOutput(network, mistake.layer))
            expect(fixesOf(mistake, network, context).length, mistake.message).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, Network, string | null, string]>([
    ['a sequence into an output', networkOf(pulse, out('pulse')), 'out', 'Put Flatten before it'],
    [
      'an LSTM behind one that gives the last step',
      networkOf(
        pulse,
        { id: 'a', kind: 'lstm', inputs: ['pulse'] },
        { id: 'b', kind: 'lstm', inputs: ['a'] },
        out('b'),
      ),
      'b',
      'Let LSTM give a value for each step',
    ],
    [
      'an output behind an LSTM that gives every step',
      networkOf(pulse, { id: 'a', kind: 'lstm', sequences: true, inputs: ['pulse'] }, out('a')),
      'out',
      'Let LSTM give the last step only',
    ],
    [
      'a sum of two widths',
      networkOf(
        table,
        { id: 'a', kind: 'dense', units: 8, inputs: ['table'] },
        { id: 'b', kind: 'dense', units: 5, inputs: ['table'] },
        { id: 'sum', kind: 'add', inputs: ['a', 'b'] },
        out('sum'),
      ),
      'sum',
      'Put Dense with 8 units behind Dense',
    ],
    [
      'a sum of one',
      networkOf(
        table,
        { id: 'a', kind: 'dense', inputs: ['table'] },
        { id: 'sum', kind: 'add', inputs: ['a'] },
        out('sum'),
      ),
      'sum',
      'Remove Add',
    ],
    [
      'a layer without an input',
      networkOf(table, { id: 'a', kind: 'dense', inputs: [] }, out('a')),
      'a',
      'Connect it to Input',
    ],
    [
      'a layer that leads nowhere',
      networkOf(
        table,
        { id: 'a', kind: 'dense', inputs: ['table'] },
        { id: 'b', kind: 'dense', inputs: ['table'] },
        out('b'),
      ),
      'a',
      'Concatenate it before the output',
    ],
    [
      'a circle',
      networkOf(
        table,
        { id: 'sum', kind: 'add', inputs: ['table', 'a'] },
        { id: 'a', kind: 'dense', units: 7, inputs: ['sum'] },
        out('a'),
      ),
      'a',
      'Take the connection from Dense to Add away',
    ],
    [
      'a window that is too large',
      networkOf(
        photo,
        { id: 'a', kind: 'conv2d', size: 9, padding: 'valid', inputs: ['photo'] },
        { id: 'f', kind: 'flatten', inputs: ['a'] },
        out('f'),
      ),
      'a',
      'Pad the edges',
    ],
    [
      'sizes of another count',
      networkOf(pulse, { id: 'a', kind: 'reshape', sizes: [7], inputs: ['pulse'] }, out('a')),
      'a',
      'Make the sizes 24',
    ],
    [
      'a part that is gone',
      networkOf({ id: 'a', kind: 'input', part: 'gone' }, out('a')),
      'a',
      'Take the table instead',
    ],
    [
      'no output',
      networkOf(table, { id: 'a', kind: 'dense', inputs: ['table'] }),
      null,
      'Add an output behind Dense',
    ],
    [
      'members before one answer',
      networkOf(table, { id: 'a', kind: 'memberScaling', inputs: ['table'] }, out('a')),
      'out',
      'Let each member answer by itself',
    ],
    [
      'ids as amounts',
      networkOf(table, { id: 'a', kind: 'dense', activation: 'relu', inputs: ['table'] }, out('a')),
      'a',
      'Put Category numbers before it',
    ],
  ])('%s', (_, network, layer, label) => {
    expect(offered(network, layer)).toContain(label);
  });

  test('an output of members that are gone is to give one answer, before any sizes are changed', () => {
    const network = networkOf(
      pulse,
      { id: 'f', kind: 'flatten', inputs: ['pulse'] },
      { id: 'out', kind: 'output', members: true, inputs: ['f'] },
    );
    expect(offered(network, 'out')[0]).toBe('Give one answer');
  });

  test('a network that looks at all and fits has no mistakes', () => {
    const network = networkOf(pulse, { id: 'a', kind: 'lstm', inputs: ['pulse'] }, out('a'));
    expect(mistakesOf(network, contextOf('pulse'))).toEqual([]);
    expect(mistakesOf(network, contextOf('pulse', 'table')).map(({ message }) => message)).toEqual([
      'The network does not look at the table.',
    ]);
  });

  test('dense layers with nothing between them are told, with an activation to click', () => {
    const network = networkOf(
      table,
      { id: 'c', kind: 'columnEmbedding', inputs: ['table'] },
      { id: 'a', kind: 'dense', inputs: ['c'] },
      { id: 'b', kind: 'dense', inputs: ['a'] },
      out('b'),
    );
    const [mistake] = mistakesOf(network, contextOf('table'));
    expect(mistake).toMatchObject({ layer: 'b', severity: 'warning' });
    const fixed = mistake === undefined ? undefined : fixesOf(mistake, network, context)[0]?.network;
    expect(fixed === undefined ? null : mistakesOf(fixed, contextOf('table'))).toEqual([]);
    expect(inspectNetwork(network, contextOf('table')).problem).toBeNull();
  });
});

/** An output that is alone can be mended only by layers before it. */
function layerIsNoOnlyOutput(network: Network, id: string): boolean {
  return (
    network.layers.some((layer) => layer.id !== id) &&
    network.layers.find((layer) => layer.id === id)?.kind !== 'output'
  );
}

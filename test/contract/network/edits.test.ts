import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { layerSchema, networkSchema } from '../../../src-main/contract/network';
import type { Layer, Network } from '../../../src-main/contract/network';
import { networkChange } from '../../../src-main/contract/network/change';
import { networkText, parseNetwork } from '../../../src-main/contract/network/document';
import {
  connect,
  duplicate,
  insertBehind,
  insertOnEdge,
  layerOf,
  moveDown,
  moveUp,
  paste,
  removeBranch,
  removeLayers,
} from '../../../src-main/contract/network/edit';
import { inspectNetwork } from '../../../src-main/contract/network/inspect';
import { mistakesOf } from '../../../src-main/contract/network/mistakes';
import { withNetwork } from '../../../src-main/contract/planning';
import { RecipeJournal } from '../../../src-main/workspace/journal';
import { emptyRecipe } from '../../../src-main/workspace/migrations';
import { context, editedNetworks, edits, kinds, presetNetwork, presetNetworks } from './networks';

const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
};

/** A network of layers, each taking the one before. */
const chain = (...chosen: Layer['kind'][]): Network => ({
  layers: chosen.map((kind, index) =>
    layerSchema.parse({
      id: `${kind}${String(index)}`,
      kind,
      inputs: index === 0 ? [] : [`${chosen[index - 1] ?? ''}${String(index - 1)}`],
    }),
  ),
});
const ids = ({ layers }: Network): string[] => layers.map(({ id }) => id);
const takes = (network: Network, id: string): string[] | undefined => layerOf(network, id)?.inputs;

describe('whatever is edited', () => {
  it('stays a network that can be kept, with ids of its own, whose mistakes are at layers it has', () => {
    fc.assert(
      fc.property(presetNetworks, fc.array(edits, { maxLength: 15 }), (start, made) => {
        let network = frozen(start);
        for (const edit of made) {
          network = frozen(edit(network));
          expect(networkSchema.parse(network)).toEqual(network);
          expect(new Set(ids(network)).size).toBe(network.layers.length);
          const facts = inspectNetwork(network, context);
          expect(facts.layers).toHaveLength(network.layers.length);
          for (const { layer, message } of mistakesOf(network, context, facts)) {
            expect(message).not.toBe('');
            if (layer !== null) expect(ids(network)).toContain(layer);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is undone exactly, step by step, and done again', () => {
    fc.assert(
      fc.property(presetNetworks, fc.array(edits, { maxLength: 10 }), (start, made) => {
        const recipes = [withNetwork(emptyRecipe(), start)];
        let journal = RecipeJournal.startingWith(withNetwork(emptyRecipe(), start));
        for (const edit of made) {
          const last = recipes.at(-1);
          if (last === undefined || last.model.network === null) throw new Error('no network');
          const next = withNetwork(last, edit(last.model.network));
          if (networkChange(last.model.network, edit(last.model.network)) === null) continue;
          recipes.push(next);
          journal = journal.add(next);
        }
        for (const recipe of recipes.slice(0, -1).reverse()) {
          journal = journal.undo();
          expect(journal.current).toEqual(recipe);
        }
        for (const recipe of recipes.slice(1)) {
          journal = journal.redo();
          expect(journal.current).toEqual(recipe);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same network after it went through JSON', () => {
    fc.assert(
      fc.property(editedNetworks, (network) => {
        expect(parseNetwork(networkText(network.layers))).toEqual(network);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same network after a layer was put on a connection and taken away', () => {
    fc.assert(
      fc.property(
        editedNetworks,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...kinds),
        (network, where, input, kind) => {
          const taking = network.layers.filter(({ inputs }) =>
            inputs.some((id) => ids(network).includes(id)),
          );
          const layer = taking[where % Math.max(1, taking.length)];
          if (layer === undefined) return;
          const known = layer.inputs.flatMap((id, place) => (ids(network).includes(id) ? [place] : []));
          const { network: more, added } = insertOnEdge(
            network,
            { to: layer.id, place: known[input % known.length] ?? 0 },
            kind,
          );
          expect(more.layers).toHaveLength(network.layers.length + 1);
          expect(removeLayers(more, added)).toEqual(network);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('one edit', () => {
  const network = chain('input', 'dense', 'activation', 'dense', 'output');

  test('a new layer stands between the chosen one and what took its values', () => {
    const { network: made, added } = insertBehind(network, 'dense1', 'dropout');
    expect(added).toEqual(['dropout']);
    expect(takes(made, 'dropout')).toEqual(['dense1']);
    expect(takes(made, 'activation2')).toEqual(['dropout']);
    expect(ids(made)).toEqual(['input0', 'dense1', 'dropout', 'activation2', 'dense3', 'output4']);
    expect(takes(insertBehind(network, 'output4', 'dropout').network, 'output4')).toEqual(['dropout']);
  });

  test('what took the values of a layer that goes takes what that took', () => {
    const made = removeLayers(network, ['dense1', 'activation2']);
    expect(takes(made, 'dense3')).toEqual(['input0']);
  });

  test('layers move along the network, and back', () => {
    const up = moveUp(network, 'activation2');
    if ('reason' in up) throw new Error(up.reason);
    expect(takes(up.network, 'activation2')).toEqual(['input0']);
    expect(takes(up.network, 'dense1')).toEqual(['activation2']);
    expect(takes(up.network, 'dense3')).toEqual(['dense1']);
    const down = moveDown(up.network, 'activation2');
    if ('reason' in down) throw new Error(down.reason);
    expect(down.network).toEqual(network);
    expect(moveUp(network, 'dense1')).toEqual({ reason: expect.stringContaining('Only the input') });
    expect(moveDown(network, 'dense3')).toEqual({ reason: expect.stringContaining('Only the output') });
  });

  test('a copy of several layers comes behind them, connected as they are', () => {
    const { network: made, added } = duplicate(network, ['dense1', 'activation2']);
    expect(added).toEqual(['dense2', 'activation3']);
    expect(takes(made, 'dense2')).toEqual(['activation2']);
    expect(takes(made, 'activation3')).toEqual(['dense2']);
    expect(takes(made, 'dense3')).toEqual(['activation3']);
  });

  test('layers are pasted into another network with ids of its own', () => {
    const other = chain('input', 'output');
    const { network: made } = paste(other, network.layers.slice(1, 3), 'input0');
    expect(ids(made)).toEqual(['input0', 'dense1', 'activation2', 'output1']);
    expect(takes(made, 'dense1')).toEqual(['input0']);
    expect(takes(made, 'output1')).toEqual(['activation2']);
  });

  test('a branch goes with all that leads to it alone', () => {
    const residual = presetNetwork('residual');
    const sum = residual.layers.find(({ kind }) => kind === 'add');
    const dead = connect(
      { layers: [...residual.layers, layerSchema.parse({ id: 'aside', kind: 'dense', inputs: [sum?.id] })] },
      'x',
      'y',
    );
    expect(removeBranch(dead, 'aside')).toEqual(residual);
  });
});

test('a change of a network has a name', () => {
  const network = chain('input', 'dense', 'output');
  const named = (after: Network): string | null => networkChange(network, after);
  expect(named(insertBehind(network, 'dense1', 'dropout').network)).toBe('addition of Dropout');
  expect(named(removeLayers(network, ['dense1']))).toBe('removal of Dense');
  expect(
    named({
      layers: network.layers.map((layer) => (layer.kind === 'dense' ? { ...layer, units: 3 } : layer)),
    }),
  ).toBe('units of Dense');
  expect(named(connect(network, 'input0', 'output2'))).toBe('connection of Output');
  expect(named(network)).toBeNull();
});

test.each<[string, string, RegExp, string]>([
  ['no JSON', '{', /not JSON/, 'NETWORK_INVALID'],
  ['something else', '[1, 2]', /not a network/, 'NETWORK_INVALID'],
  [
    'a kind that is not known',
    '{"layers":[{"id":"a","kind":"magic"}]}',
    /Layer 1 \(a\) is of no kind/,
    'NETWORK_INVALID',
  ],
  [
    'a setting out of range',
    '{"layers":[{"id":"a","kind":"dense","units":0}]}',
    /Layer 1 \(a\), dense: units/,
    'NETWORK_INVALID',
  ],
  [
    'an id twice',
    '{"layers":[{"id":"a","kind":"add"},{"id":"a","kind":"add"}]}',
    /Two layers are called a/,
    'NETWORK_INVALID',
  ],
])('text that is no network is told: %s', (_, text, message, code) => {
  expect(() => parseNetwork(text)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

import { changeSettings, disconnect, insertBehind, insertOnEdge } from '../edit';
import { layerName } from '../index';
import type { Layer, Network, NetworkContext } from '../index';
import type { NetworkFacts } from '../inspect';
import type { Mistake } from './mistake';

const warning = (layer: Layer, message: string, next: string): Mistake => ({
  layer: layer.id,
  severity: 'warning',
  code: 'NETWORK_INVALID',
  message,
  next,
});

/** Layers that hand values on without taking them for amounts. */
const keepsIds = new Set([
  'columnEmbedding',
  'embedding',
  'output',
  'concatenate',
  'flatten',
  'reshape',
  'permute',
]);

/** Ids of categories or of words that a layer would take for amounts. */
function rawIds(network: Network, { inputs }: NetworkContext, layers: ReadonlyMap<string, Layer>): Mistake[] {
  return network.layers.flatMap((layer) =>
    layer.inputs.flatMap((id, place): Mistake[] => {
      const before = layers.get(id);
      if (before?.kind !== 'input') return [];
      const part = inputs.parts.find(({ name }) => name === before.part);
      const edge = { to: layer.id, place };
      if (part?.kind === 'table' && !keepsIds.has(layer.kind)) {
        const ids = part.columns.filter(({ encoding }) => encoding === 'ids').map(({ name }) => name);
        if (ids.length === 0) return [];
        const named =
          ids.length === 1 ? `The ids of ${ids[0] ?? ''}` : `The ids of ${String(ids.length)} columns`;
        return [
          {
            ...warning(
              layer,
              `${named} are taken for amounts here.`,
              'Put the layer Category numbers before it.',
            ),
            known: [
              {
                label: 'Put Category numbers before it',
                network: insertOnEdge(network, edge, 'columnEmbedding').network,
              },
            ],
          },
        ];
      }
      if (part?.kind !== 'tokens' || layer.kind === 'embedding') return [];
      return [
        {
          ...warning(
            layer,
            `The numbers of words in ${part.name} are taken for amounts here.`,
            'Put an Embedding before it.',
          ),
          known: [
            { label: 'Put Embedding before it', network: insertOnEdge(network, edge, 'embedding').network },
          ],
        },
      ];
    }),
  );
}

const isLine = (layer: Layer): boolean =>
  layer.kind === 'scaledDense' || (layer.kind === 'dense' && layer.activation === 'linear');

/** Two dense layers with nothing between them that bends: together they are no more than one. */
function straightLines(network: Network, byId: ReadonlyMap<string, Layer>): Mistake[] {
  return network.layers.flatMap((layer): Mistake[] => {
    const before = byId.get(layer.inputs[0] ?? '');
    if (before === undefined || layer.kind === 'output' || !isLine(layer) || !isLine(before)) return [];
    const added = insertBehind(network, before.id, 'activation');
    return [
      {
        ...warning(
          layer,
          `With no activation behind ${layerName(before)}, the two layers together can learn no more than one.`,
          `Give ${layerName(before)} an activation, or remove one of the two.`,
        ),
        known:
          before.kind === 'dense'
            ? [
                {
                  label: `Give ${layerName(before)} a ReLU`,
                  network: changeSettings(network, before.id, { activation: 'relu' }),
                },
              ]
            : [{ label: 'Put an activation between them', network: added.network }],
      },
    ];
  });
}

/** A layer that takes the values of one layer twice. */
function takenTwice(network: Network, byId: ReadonlyMap<string, Layer>): Mistake[] {
  return network.layers.flatMap((layer): Mistake[] => {
    const place = layer.inputs.findIndex((id, index) => layer.inputs.indexOf(id) !== index);
    const before = byId.get(layer.inputs[place] ?? '');
    if (place < 0 || before === undefined) return [];
    return [
      {
        ...warning(
          layer,
          `${layerName(layer)} takes the values of ${layerName(before)} twice.`,
          'Connect it to another layer, or take one of the connections away.',
        ),
        known: [{ label: 'Take one connection away', network: disconnect(network, layer.id, place) }],
      },
    ];
  });
}

/** Inputs of the data that the network does not look at. */
function unusedParts(network: Network, { inputs }: NetworkContext): Mistake[] {
  const used = new Set(network.layers.flatMap((layer) => (layer.kind === 'input' ? [layer.part] : [])));
  return inputs.parts
    .filter(({ name }) => !used.has(name))
    .map(({ name, kind }) => {
      const added = insertBehind(network, null, 'input');
      const [id = ''] = added.added;
      return {
        layer: null,
        severity: 'warning',
        code: 'NETWORK_INVALID',
        message:
          kind === 'table'
            ? 'The network does not look at the table.'
            : `The network does not look at ${name}.`,
        next: 'Add an input for it, or leave its columns out in Prepare.',
        known: [{ label: 'Add its input', network: changeSettings(added.network, id, { part: name }) }],
      };
    });
}

/** What can be trained and is rarely meant. */
export function warningsOf(network: Network, context: NetworkContext, facts: NetworkFacts): Mistake[] {
  const byId = new Map(network.layers.map((layer) => [layer.id, layer]));
  const wrong = new Set(facts.layers.flatMap(({ layer, problem }) => (problem === null ? [] : [layer.id])));
  return [
    ...rawIds(network, context, byId),
    ...straightLines(network, byId),
    ...takenTwice(network, byId),
    ...unusedParts(network, context),
  ].filter(({ layer }) => layer === null || !wrong.has(layer));
}

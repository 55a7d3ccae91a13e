import { StrongroomError } from '../errors';
import type { ErrorPayload } from '../errors';
import { networkInvalid } from './define';
import type { Sizes } from './define';
import { layerDefinitions, layerName } from './index';
import type { Layer, Network } from './index';
import type { NetworkContext } from './inputs';
import { arrangeLayers } from './order';
import type { Arrangement } from './order';
import { countOf } from './sizes';

/** What is known of one layer without building it. */
export interface LayerFacts {
  layer: Layer;
  /** Of what it gives for one row; null where that cannot be told. */
  sizes: Sizes | null;
  parameters: number;
  /** Of one row, forward. */
  multiplications: number;
  /** Bytes that its values of one row take in training, as float32. */
  bytes: number;
  problem: ErrorPayload | null;
}

export interface NetworkFacts {
  /** Each behind those it takes values from. */
  layers: LayerFacts[];
  /** What is wrong with the network as a whole. */
  problem: ErrorPayload | null;
  parameters: number;
  multiplications: number;
  bytes: number;
}

function payloadOf(error: unknown): ErrorPayload {
  if (error instanceof StrongroomError) return error.toPayload();
  throw error;
}

function requireConnections(layer: Layer): void {
  const { takes, title } = layerDefinitions[layer.kind];
  const count = layer.inputs.length;
  if (takes === 'several' ? count > 0 : count === (takes === 'one' ? 1 : 0)) return;
  throw networkInvalid(`${title} is not connected as it has to be.`, {
    expected: { none: 'no layer before it', one: 'one layer before it', several: 'layers before it' }[takes],
    received: String(count),
    next: count === 0 ? 'Connect it to the layer before it.' : 'Remove connections that it cannot take.',
  });
}

function factsOf(
  layer: Layer,
  known: ReadonlyMap<string, Sizes | null>,
  context: NetworkContext,
): LayerFacts {
  const nothing = { layer, sizes: null, parameters: 0, multiplications: 0, bytes: 0, problem: null };
  const given = layer.inputs.map((id) => known.get(id) ?? null).filter((sizes) => sizes !== null);
  // What is wrong before it is told there.
  if (given.length < layer.inputs.length) return nothing;
  const definition = layerDefinitions[layer.kind];
  try {
    requireConnections(layer);
    const sizes = definition.output(layer, given, context);
    return {
      layer,
      sizes,
      parameters: definition.parameters(layer, given, context),
      multiplications: definition.multiplications(layer, given, context),
      bytes: 4 * countOf(sizes),
      problem: null,
    };
  } catch (error) {
    return { ...nothing, problem: payloadOf(error) };
  }
}

/** Layers whose values reach the output. */
function usedLayers(layers: readonly Layer[]): Set<string> {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const used = new Set<string>();
  const next = layers.filter(({ kind }) => kind === 'output');
  for (let layer = next.pop(); layer !== undefined; layer = next.pop()) {
    if (used.has(layer.id)) continue;
    used.add(layer.id);
    next.push(...layer.inputs.flatMap((id) => byId.get(id) ?? []));
  }
  return used;
}

function wholeProblem(layers: readonly Layer[]): ErrorPayload | null {
  const outputs = layers.filter(({ kind }) => kind === 'output').length;
  if (outputs === 1) return null;
  return networkInvalid(outputs === 0 ? 'The network has no output.' : 'The network has several outputs.', {
    expected: 'one layer of the kind Output',
    received: String(outputs),
    next: outputs === 0 ? 'Add an output.' : 'Remove all outputs but one.',
  }).toPayload();
}

/**
 * Sizes, parameters and cost of every layer, and what is wrong where. Takes a millisecond for a hundred layers, so that it
 * can be asked for with every key.
 */
export function inspectNetwork(network: Network, context: NetworkContext): NetworkFacts {
  let arrangement: Arrangement;
  try {
    arrangement = arrangeLayers(network);
  } catch (error) {
    return { layers: [], problem: payloadOf(error), parameters: 0, multiplications: 0, bytes: 0 };
  }
  const { ordered, problems } = arrangement;
  const known = new Map<string, Sizes | null>();
  const used = usedLayers(ordered);
  const layers = ordered.map((layer) => {
    const facts = factsOf(layer, known, context);
    known.set(layer.id, facts.sizes);
    const misplaced = problems.get(layer.id);
    if (misplaced !== undefined) return { ...facts, problem: misplaced.toPayload() };
    if (facts.problem !== null || used.has(layer.id)) return facts;
    const problem = networkInvalid('Nothing takes the values of the layer.', {
      next: 'Connect it to a layer that leads to the output, or remove it.',
    }).toPayload();
    return { ...facts, problem };
  });
  const sum = (of: (facts: LayerFacts) => number): number =>
    layers.reduce((all, facts) => all + of(facts), 0);
  return {
    layers,
    problem: wholeProblem(ordered),
    parameters: sum(({ parameters }) => parameters),
    multiplications: sum(({ multiplications }) => multiplications),
    bytes: sum(({ bytes }) => bytes),
  };
}

/** The layers in order. Throws NETWORK_INVALID with the first thing that is wrong, and at which layer. */
export function requireNetwork(network: Network, context: NetworkContext): LayerFacts[] {
  const { layers, problem } = inspectNetwork(network, context);
  const place = layers.find((facts) => facts.problem !== null);
  const wrong = problem ?? place?.problem;
  if (wrong === null || wrong === undefined) return layers;
  const at = problem === null && place !== undefined ? `${layerName(place.layer)}: ` : '';
  throw new StrongroomError('NETWORK_INVALID', `${at}${wrong.message}`, {
    ...(wrong.expected === undefined ? {} : { expected: wrong.expected }),
    ...(wrong.received === undefined ? {} : { received: wrong.received }),
    ...(wrong.next === undefined ? {} : { next: wrong.next }),
  });
}

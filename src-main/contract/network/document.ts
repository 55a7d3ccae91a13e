import { z } from 'zod';
import { StrongroomError } from '../errors';
import { layerDefinitions, layerSchema } from './index';
import type { Layer, Network } from './index';
import { networkInvalid } from './define';

/** What the JSON of layers says it is. */
export const networkFormat = 'strongroom-network';
const mostLayers = 500;

/** Layers as JSON, to be pasted elsewhere or kept in a file. */
export const networkText = (layers: readonly Layer[]): string =>
  `${JSON.stringify({ format: networkFormat, version: 1, layers }, null, 2)}\n`;

const documentSchema = z.object({
  format: z.literal(networkFormat).optional(),
  version: z.literal(1).optional(),
  layers: z.array(z.unknown()),
});
/** A whole recipe, of which the network is taken. */
const recipeLike = z.object({ model: z.object({ network: documentSchema }) });

const kindOf = z.object({ kind: z.string(), id: z.string().optional() });

function readLayer(value: unknown, index: number): Layer {
  const parsed = layerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const named = kindOf.safeParse(value);
  const who = `Layer ${String(index + 1)}${named.data?.id === undefined ? '' : ` (${named.data.id})`}`;
  const kinds = Object.keys(layerDefinitions);
  if (!named.success || !kinds.includes(named.data.kind)) {
    throw networkInvalid(`${who} is of no kind that is known.`, {
      expected: `one of ${kinds.join(', ')}`,
      received: named.success ? named.data.kind : 'no kind',
      next: 'Correct its kind.',
    });
  }
  const [issue] = parsed.error.issues;
  const setting = issue?.path.join('.') ?? '';
  throw networkInvalid(
    `${who}, ${named.data.kind}: ${setting === '' ? 'it' : setting} is not as it has to be.`,
    {
      expected: issue?.message ?? 'a layer',
      received: receivedAt(value, issue?.path ?? []),
      next: 'Correct that setting of the layer.',
    },
  );
}

function receivedAt(value: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === String(key))?.[1]
        : undefined,
    value,
  );
  return found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 80);
}

/**
 * Layers from a document: what `networkText` writes, a plain list of layers under `layers`, or a recipe that holds a
 * network. Throws NETWORK_INVALID, which names the layer and the setting.
 */
export function readNetwork(document: unknown): Network {
  const whole = recipeLike.safeParse(document);
  const parsed = documentSchema.safeParse(whole.success ? whole.data.model.network : document);
  if (!parsed.success) {
    throw networkInvalid('This is not a network.', {
      expected: `JSON with "layers", as ${networkFormat} has them`,
      received: parsed.error.issues[0]?.message ?? 'something else',
      next: 'Copy a network as JSON, or take a recipe that holds one.',
    });
  }
  const { layers } = parsed.data;
  if (layers.length > mostLayers) {
    throw networkInvalid('The network has too many layers.', {
      expected: `at most ${String(mostLayers)}`,
      received: String(layers.length),
      next: 'Leave layers out.',
    });
  }
  const read = layers.map(readLayer);
  const twice = read.find(({ id }, index) => read.findIndex((other) => other.id === id) !== index);
  if (twice === undefined) return { layers: read };
  throw networkInvalid(`Two layers are called ${twice.id}.`, { next: 'Give each layer an id of its own.' });
}

/** Layers from text. Throws NETWORK_INVALID. */
export function parseNetwork(text: string): Network {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new StrongroomError('NETWORK_INVALID', 'The text is not JSON.', {
      expected: 'JSON, as "Copy as JSON" gives it',
      received: error instanceof Error ? error.message : String(error),
      next: 'Copy the whole text.',
      cause: error,
    });
  }
  return readNetwork(document);
}

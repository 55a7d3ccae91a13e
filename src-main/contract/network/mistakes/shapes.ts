import { ancestorsOf, insertOnEdge, layerOf } from '../edit';
import { countOf, layerDefinitions, layerName, sizesText } from '../index';
import type { Layer, LayerKind, Network, Sizes } from '../index';
import { sizesIn } from './connections';
import type { Wrong } from './fixes';
import type { Fix } from './mistake';
import { trySettings } from './try-settings';

interface Step {
  kind: LayerKind;
  settings: Readonly<Record<string, unknown>>;
  words: string;
}

/** Layers that give other sizes of what they take; which of them help is tried out. */
function reshapings(sizes: Sizes): Step[] {
  const [first = 1, second = 1, third = 1] = sizes;
  const reshape = (to: number[]): Step => ({
    kind: 'reshape',
    settings: { sizes: to },
    words: `Reshape to ${sizesText(to)}`,
  });
  const plain: Step[] = [
    { kind: 'globalPooling', settings: {}, words: 'Global pooling' },
    { kind: 'flatten', settings: {}, words: 'Flatten' },
  ];
  if (sizes.length === 1)
    return [reshape([first, 1]), reshape([1, first]), reshape([1, 1, first]), reshape([first, 1, 1])];
  if (sizes.length === 2) return [...plain, reshape([first, second, 1])];
  return [...plain, reshape([first * second, third])];
}

/** The network with a layer before another, on one of its connections or on each. */
function withBefore(
  { network, layer }: Wrong,
  places: readonly number[],
  { kind, settings }: Step,
): Network | undefined {
  return places.reduce<Network | undefined>((made, place) => {
    if (made === undefined) return undefined;
    const { network: next, added } = insertOnEdge(made, { to: layer.id, place }, kind);
    return trySettings(next, added[0] ?? '', settings);
  }, network);
}

/** The layer before gives a value for each step, or for the last one only. */
function stepsBefore({ network, layer }: Wrong): Fix[] {
  const seen = layerOf(network, layer.inputs[0] ?? '');
  // Over layers that only change values.
  const before = seen !== undefined && passes(seen) ? layerOf(network, seen.inputs[0] ?? '') : seen;
  if (before === undefined || !('sequences' in before)) return [];
  return [
    {
      label: before.sequences
        ? `Let ${layerName(before)} give the last step only`
        : `Let ${layerName(before)} give a value for each step`,
      network: trySettings(network, before.id, { sequences: !before.sequences }),
    },
  ];
}

const keepsSizes = new Set<LayerKind>([
  'activation',
  'leakyRelu',
  'prelu',
  'dropout',
  'gaussianNoise',
  'batchNormalization',
  'layerNormalization',
  'columnScaling',
  'positionalEncoding',
]);
const passes = ({ kind }: Layer): boolean => keepsSizes.has(kind);

/** The layer whose setting is the width of what another gives, and the setting. */
function widthOf(
  network: Network,
  id: string,
  seen = new Set<string>(),
): { layer: Layer; name: string } | null {
  const layer = layerOf(network, id);
  if (layer === undefined || seen.has(id)) return null;
  if (passes(layer)) return widthOf(network, layer.inputs[0] ?? '', new Set([...seen, id]));
  if (layer.kind === 'dense' || layer.kind === 'scaledDense') return { layer, name: 'units' };
  if ('filters' in layer) return { layer, name: 'filters' };
  return layer.kind === 'embedding' ? { layer, name: 'width' } : null;
}

/** Layers of different sizes are to be put together. */
function meet(wrong: Wrong): Fix[] {
  const { network, layer } = wrong;
  if (layerDefinitions[layer.kind].takes !== 'several') return [];
  const known = sizesIn(wrong);
  const given = layer.inputs.map((id) => known.get(id) ?? []);
  const all = given.map((_, place) => place);
  const fixes: Fix[] = [];
  const isAdding = layer.kind === 'add' || layer.kind === 'multiply';
  // Each of them is taken as the one whose sizes all others get.
  given.forEach((wanted, index) => {
    const width = wanted.at(-1) ?? 1;
    const others = all.filter((place) => sizesText(given[place] ?? []) !== sizesText(wanted));
    const names = others
      .map((place) => layerOf(network, layer.inputs[place] ?? ''))
      .flatMap((one) => (one === undefined ? [] : [layerName(one)]));
    const who = names.length === 1 ? (names[0] ?? '') : 'the others';
    if (isAdding && index < 2) {
      const [id = ''] = others.map((place) => layer.inputs[place] ?? '');
      const wide = others.length === 1 ? widthOf(network, id) : null;
      if (wide !== null) {
        fixes.push({
          label: `Give ${layerName(wide.layer)} ${String(width)} ${wide.name === 'width' ? 'numbers' : wide.name}`,
          network: trySettings(network, wide.layer.id, { [wide.name]: width }),
        });
      }
      fixes.push({
        label: `Put Dense with ${String(width)} units behind ${who}`,
        network: withBefore(wrong, others, { kind: 'dense', settings: { units: width }, words: '' }),
      });
    }
    for (const step of others.length === 1 ? reshapings(given[others[0] ?? 0] ?? []) : [])
      fixes.push({ label: `Put ${step.words} behind ${who}`, network: withBefore(wrong, others, step) });
  });
  for (const kind of ['globalPooling', 'flatten'] as const) {
    const longer = all.filter((place) => (given[place]?.length ?? 0) > 1);
    fixes.push({
      label: `Put ${layerDefinitions[kind].title} before it, for each`,
      network: withBefore(wrong, longer, { kind, settings: {}, words: '' }),
    });
  }
  if (isAdding) {
    fixes.push({
      label: 'Make it Concatenate',
      network: {
        layers: network.layers.map((one) =>
          one.id === layer.id
            ? { id: layer.id, kind: 'concatenate', inputs: layer.inputs, name: layer.name }
            : one,
        ),
      },
    });
  }
  return fixes;
}

/** Ways to give a layer the sizes that it takes. */
export function shapeFixes(wrong: Wrong): Fix[] {
  const { layer } = wrong;
  const [id] = layer.inputs;
  const sizes = id === undefined ? undefined : sizesIn(wrong).get(id);
  if (layer.inputs.length !== 1 || sizes === undefined) return meet(wrong);
  const embed: Step[] =
    layerOf(wrong.network, id ?? '')?.kind === 'input' && sizes.length === 1
      ? [{ kind: 'embedding', settings: {}, words: 'Embedding' }]
      : [];
  const members: Fix[] =
    layer.kind === 'output' && countOf(sizes) > 0
      ? [
          {
            label: layer.members ? 'Give one answer' : 'Let each member answer by itself',
            network: trySettings(wrong.network, layer.id, { members: !layer.members }),
          },
        ]
      : [];
  const hasMembers = [...ancestorsOf(wrong.network, layer.id)].some(
    (before) => layerOf(wrong.network, before)?.kind === 'memberScaling',
  );
  // Answers follow from whether there are members: that is what was meant, before any other sizes.
  const isMeant = layer.kind === 'output' && layer.members !== hasMembers;
  return [
    ...(isMeant ? members : []),
    ...stepsBefore(wrong),
    ...[...embed, ...reshapings(sizes)].map((step) => ({
      label: `Put ${step.words} before it`,
      network: withBefore(wrong, [0], step),
    })),
    ...members,
  ];
}

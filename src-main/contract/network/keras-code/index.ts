import type { Task } from '../../schemas/recipe';
import { layerDefinitions, layerName, sizesText } from '../index';
import type { Layer, LayerKind, Network, NetworkContext, Sizes } from '../index';
import { requireNetwork } from '../inspect';
import { kerasCall } from './calls';
import { ownLayers } from './own-layers';
import { call, comment, python, variableNames } from './python';

/** What is told beside the layers: the columns in order, and what is predicted. */
export interface KerasCodeOptions {
  task: Task;
  /** The column that is predicted. */
  target: string;
}

const outputActivations: Readonly<Record<Task, string | null>> = {
  regression: null,
  binary: 'sigmoid',
  multiclass: 'softmax',
};

const outputWords: Readonly<Record<Task, string>> = {
  regression: 'a number, standardised: times the deviation plus the mean of the training rows',
  binary: 'the probability of the second class',
  multiclass: 'a probability for each class',
};

/** Kinds that Keras lacks, of those that a network has. */
function missingKinds(layers: readonly Layer[]): LayerKind[] {
  const kinds = layers.flatMap((layer) =>
    layer.kind === 'output' && !layer.members ? [] : Object.hasOwn(ownLayers, layer.kind) ? [layer.kind] : [],
  );
  return [...new Set(kinds)];
}

const titleOf = (kind: LayerKind): string =>
  kind === 'output' ? 'Answers of members' : layerDefinitions[kind].title;

/** The lines that make one layer. @param before variables of the layers that it takes. */
function linesOf(
  layer: Exclude<Layer, { kind: 'input' }>,
  variable: string,
  before: readonly string[],
  given: readonly Sizes[],
  context: NetworkContext,
  task: Task,
): string[] {
  const [first = 'None'] = before;
  if (layer.kind === 'output') {
    const activation = outputActivations[task];
    const settings = { name: layer.id };
    if (!layer.members) {
      const dense = call('layers.Dense', [context.outputs], {
        activation: activation ?? undefined,
        ...settings,
      });
      return [`${variable} = ${dense}(${first})`];
    }
    return [
      `${variable} = ${call('MemberAnswers', [context.outputs], settings)}(${first})`,
      ...(activation === null ? [] : [`${variable} = layers.Activation(${python(activation)})(${variable})`]),
      `${variable} = layers.GlobalAveragePooling1D()(${variable})`,
    ];
  }
  const made = kerasCall(layer, given, context);
  if (layer.kind === 'multiHeadAttention')
    return [`${variable} = ${made}(${first}, ${first}${layer.causal ? ', use_causal_mask=True' : ''})`];
  const taken = layerDefinitions[layer.kind].takes === 'several' ? `[${before.join(', ')}]` : first;
  return [`${variable} = ${made}(${taken})`];
}

/**
 * A network as Python code of Keras 3 that makes it, untrained, with the functional API. Layers that Keras lacks are named
 * in a comment and come as classes of their own. Throws NETWORK_INVALID.
 */
export function kerasCode(
  network: Network,
  context: NetworkContext,
  { task, target }: KerasCodeOptions,
): string {
  const facts = requireNetwork(network, context);
  const layers = facts.map(({ layer }) => layer);
  const names = variableNames(layers.map(({ id }) => id));
  const sizes = new Map(facts.map(({ layer, sizes: made }) => [layer.id, made ?? []]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const inputs = new Map<string, string>();
  const body = layers.flatMap((layer) => {
    const variable = nameOf(layer.id);
    const words = `${layerName(layer)}: ${sizesText(sizes.get(layer.id) ?? [])}`;
    if (layer.kind === 'input') {
      const known = inputs.get(layer.part);
      if (known !== undefined) return [`${variable} = ${known}`];
      inputs.set(layer.part, variable);
      const made = call('keras.Input', [], { shape: sizes.get(layer.id) ?? [], name: layer.id });
      return [comment(`The part ${layer.part} of the data`), `${variable} = ${made}`];
    }
    const before = layer.inputs.map(nameOf);
    const given = layer.inputs.map((id) => sizes.get(id) ?? []);
    const lines = linesOf(layer, variable, before, given, context, task);
    return [`${lines[0] ?? ''}  ${comment(words)}`, ...lines.slice(1)];
  });
  const output = layers.find(({ kind }) => kind === 'output')?.id ?? '';
  const missing = missingKinds(layers);
  return [
    comment(`A network that predicts ${target}: ${outputWords[task]}.`),
    '# It takes columns that are prepared already (scaled, as ids or flags), and its weights are not trained.',
    ...(missing.length === 0
      ? []
      : [comment(`Keras has no ${missing.map(titleOf).join(', ')}: each is a class below.`)]),
    'import keras',
    `from keras import layers${missing.length === 0 ? '' : ', ops'}`,
    ...missing.flatMap((kind) => ['', '', ownLayers[kind] ?? '']),
    '',
    '',
    'def build_network():',
    ...body.map((line) => `    ${line}`),
    `    return keras.Model([${[...inputs.values()].join(', ')}], ${nameOf(output)})`,
    '',
    '',
    'model = build_network()',
    'model.summary()',
    '',
  ].join('\n');
}

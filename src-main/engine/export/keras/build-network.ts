import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { LayersModel, layers as layerTypes } from '@tensorflow/tfjs-layers';
// Registers the layers that are ours.
import '../../model/layers';
import type { Dialect } from './activations';
import { StrongroomError } from '../../../contract/errors';
import { unsupportedLayer } from './errors';
import { GraphBuilder, inputClass } from './graph';
import type { Graph, GraphLayer, GraphNode, Setting, Settings, Shape } from './graph';
import { isObject } from './settings';
import { translateGraph } from './translate';

const camel = (text: string): string =>
  text.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** Settings whose text is a name and stays as it is. */
const names = ['name', 'className'];

/** Settings as the constructors of TensorFlow.js take them. */
function inCamelCase(value: Setting, key = ''): Setting {
  if (typeof value === 'string') return names.includes(key) ? value : camel(value);
  if (Array.isArray(value)) return value.map((item) => inCamelCase(item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]): [string, Setting] => [
    camel(name),
    inCamelCase(item, camel(name)),
  ]);
  // Weights are given; what they would begin with is not drawn.
  return { ...withZeros(value), ...Object.fromEntries(entries) };
}

const withZeros = (settings: Settings): Settings =>
  'units' in settings && 'return_sequences' in settings
    ? { recurrentInitializer: 'zeros', kernelInitializer: 'zeros' }
    : {};

const isLayer = (value: unknown): value is layerTypes.Layer =>
  typeof value === 'object' && value !== null && 'countParams' in value && 'apply' in value;

function createLayer({ name, className, settings }: GraphLayer): layerTypes.Layer {
  const entry = Object.hasOwn(tf.serialization.SerializationMap.getMap().classNameMap, className)
    ? tf.serialization.SerializationMap.getMap().classNameMap[className]
    : undefined;
  const config = inCamelCase({ ...settings, name });
  if (entry === undefined || !isObject(config)) {
    throw unsupportedLayer(name, className, 'is of a kind that is not known');
  }
  const [make, fromConfig] = entry;
  const made: unknown = fromConfig(make, config);
  if (isLayer(made)) return made;
  throw unsupportedLayer(name, className, 'is not a layer');
}

const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

function giveWeights(layer: layerTypes.Layer, { name, className, weights }: GraphLayer): void {
  const wanted = layer.weights.map(({ shape }) => shape.map((length) => length ?? 0));
  const isAlike =
    wanted.length === weights.length &&
    wanted.every((shape, index) => product(shape) === weights[index]?.values.length);
  if (!isAlike) {
    const given = weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ');
    throw new StrongroomError(
      'FILE_DAMAGED',
      `The weights of the layer ${name} (${className}) do not fit it.`,
      {
        expected: wanted.map((shape) => `[${shape.join(', ')}]`).join(' '),
        received: given,
        next: 'Save the network again, and give that file.',
      },
    );
  }
  tf.tidy(() => layer.setWeights(weights.map(({ values }, index) => tf.tensor(values, wanted[index] ?? []))));
}

/** Builds layers of TensorFlow.js as a graph is translated, so that the shape of each output is known. */
class NetworkBuilder extends GraphBuilder {
  readonly tensors = new Map<GraphNode, SymbolicTensor>();
  private readonly made = new Map<GraphLayer, layerTypes.Layer>();

  override use(layer: GraphLayer, inputs: GraphNode[], shape: Shape, options: Settings = {}): GraphNode {
    const node = super.use(layer, this.eachOnce(layer, inputs), shape, options);
    try {
      const tensor =
        layer.className === inputClass ? this.input(layer, shape) : this.apply(layer, node.inputs);
      this.tensors.set(node, tensor);
      node.shape = tensor.shape;
    } catch (error) {
      if (error instanceof StrongroomError) throw error;
      const why = error instanceof Error ? error.message.slice(0, 300) : String(error);
      throw unsupportedLayer(layer.name, layer.className, `can not be made: ${why}`);
    }
    return node;
  }

  /** TensorFlow.js gives up a tensor after its use, even where the same layer takes it twice: then it gets a copy. */
  private eachOnce({ name }: GraphLayer, inputs: GraphNode[]): GraphNode[] {
    return inputs.map((node, place) =>
      inputs.indexOf(node) === place
        ? node
        : this.add(`${name}_again`, 'Rescaling', { scale: 1, offset: 0 }, [node], node.shape),
    );
  }

  private input({ name }: GraphLayer, shape: Shape): SymbolicTensor {
    return input({ name, batchShape: [null, ...shape.slice(1)], dtype: 'float32' });
  }

  private apply(layer: GraphLayer, inputs: GraphNode[]): SymbolicTensor {
    const known = this.made.get(layer);
    const real = known ?? createLayer(layer);
    this.made.set(layer, real);
    const given = inputs.flatMap((node) => this.tensors.get(node) ?? []);
    const [only] = given;
    const output = real.apply(only !== undefined && given.length === 1 ? only : given);
    if (known === undefined) giveWeights(real, layer);
    if (output instanceof SymbolicTensor) return output;
    throw unsupportedLayer(layer.name, layer.className, 'has more than one output');
  }
}

function networkOf(builder: NetworkBuilder, { inputs, outputs, name }: Omit<Graph, 'nodes'>): LayersModel {
  const of = (nodes: readonly GraphNode[]): SymbolicTensor[] =>
    nodes.flatMap((node) => builder.tensors.get(node) ?? []);
  return model({ name, inputs: of(inputs), outputs: of(outputs) });
}

/**
 * Makes the network of TensorFlow.js that a file describes. @param from whose words the graph is in.
 * @throws LAYER_NOT_SUPPORTED, FILE_DAMAGED where weights do not fit.
 */
export function buildNetwork(graph: Graph, from: Dialect): LayersModel {
  const builder = new NetworkBuilder();
  return networkOf(builder, translateGraph(graph, from, 'tfjs', builder));
}

/** Makes the network of a graph whose layers are all of TensorFlow.js, as they are. */
export function assembleNetwork(graph: Graph): LayersModel {
  const builder = new NetworkBuilder();
  const made = new Map<GraphNode, GraphNode>();
  const of = (node: GraphNode): GraphNode => made.get(node) ?? node;
  for (const node of graph.nodes) {
    made.set(node, builder.use(node.layer, node.inputs.map(of), node.shape));
  }
  return networkOf(builder, {
    name: graph.name,
    inputs: graph.inputs.map(of),
    outputs: graph.outputs.map(of),
  });
}

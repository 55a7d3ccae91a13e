import type { Graph, GraphLayer, GraphNode, Setting, Settings } from './graph';
import { layersOf } from './graph';
import { isObject } from './settings';

/** The version of Keras whose files these are; what is read differently from version 2 follows from it. */
export const kerasVersion = '3.0.0';

/** Layers inside settings as Keras 3 has them. */
function withModules(settings: Settings): Settings {
  const entries = Object.entries(settings).map(([key, value]): [string, Setting] =>
    isObject(value) && typeof value['class_name'] === 'string' && isObject(value['config'])
      ? [
          key,
          {
            module: 'keras.layers',
            class_name: value['class_name'],
            config: withModules(value['config']),
            registered_name: null,
          },
        ]
      : [key, value],
  );
  return Object.fromEntries(entries);
}

/** Which use of its layer a node is. */
function useOf(graph: Graph, node: GraphNode): number {
  return graph.nodes.filter(({ layer }) => layer === node.layer).indexOf(node);
}

/** A network as `config.json` of a .keras file and `model_config` of an .h5 file have it. */
export function kerasConfig(graph: Graph, order: readonly GraphLayer[] = layersOf(graph)): Settings {
  const history = (node: GraphNode): Setting => [node.layer.name, useOf(graph, node), 0];
  const tensor = (node: GraphNode): Setting => ({
    class_name: '__keras_tensor__',
    config: { shape: [...node.shape], dtype: 'float32', keras_history: history(node) },
  });
  // Layers that put tensors together take a list; attention takes one after the other.
  const args = ({ inputs, layer }: GraphNode): Setting => {
    const tensors = inputs.map(tensor);
    return layer.className === 'MultiHeadAttention' || tensors.length === 1 ? tensors : [tensors];
  };
  const layers = order.map((layer): Setting => {
    const uses = graph.nodes.filter((node) => node.layer === layer && node.inputs.length > 0);
    return {
      module: 'keras.layers',
      class_name: layer.className,
      config: { name: layer.name, ...withModules(layer.settings) },
      registered_name: null,
      name: layer.name,
      inbound_nodes: uses.map((node) => ({ args: args(node), kwargs: node.options })),
    };
  });
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: graph.name,
      trainable: true,
      layers,
      input_layers: graph.inputs.map(history),
      output_layers: graph.outputs.map(history),
    },
    registered_name: 'Functional',
  };
}

const forbidden = /[^A-Za-z0-9_.-]+/g;

/** Names that paths of weights and scopes of TensorFlow allow. */
export function withSafeNames(graph: Graph): Graph {
  const taken = new Set<string>();
  for (const layer of layersOf(graph)) {
    const plain = layer.name.replace(forbidden, '_').replace(/^[^A-Za-z0-9]+/, '') || 'layer';
    let name = plain;
    for (let number = 1; taken.has(name); number++) name = `${plain}_${String(number)}`;
    taken.add(name);
    layer.name = name;
  }
  return { ...graph, name: graph.name.replace(forbidden, '_') };
}

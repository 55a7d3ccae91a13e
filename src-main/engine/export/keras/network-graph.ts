import type { LayersModel, layers as layerTypes } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import type { Graph, Shape } from './graph';
import { readTopology } from './topology';

/** A layer of a network, or of one within it, by the names on the way. */
function findLayer(network: LayersModel, names: readonly string[]): layerTypes.Layer {
  const [name = '', ...rest] = names;
  const layer = network.layers.find((candidate) => candidate.name === name);
  if (layer === undefined)
    throw new StrongroomError('INTERNAL', `The network has no layer ${names.join('/')}.`);
  // A network is a layer that has layers.
  return rest.length === 0 || !('layers' in layer) ? layer : findLayer(layer as LayersModel, rest);
}

const isShape = (shape: unknown): shape is Shape => Array.isArray(shape) && !Array.isArray(shape[0]);

/** A network of TensorFlow.js as a graph, in its words, with its weights as they are now. */
export function graphOfNetwork(network: LayersModel): Graph {
  const topology: unknown = JSON.parse(JSON.stringify(network.toJSON(undefined, false)));
  return readTopology(topology, {
    file: network.name,
    weights: ({ names }) =>
      findLayer(network, names)
        .getWeights()
        .map((tensor) => ({ shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync()) })),
    shape: ({ names }, use) => {
      const layer = findLayer(network, names);
      const node = layer.inboundNodes[use] ?? layer.inboundNodes[0];
      const [shape] = node?.outputShapes ?? [];
      return isShape(shape) ? shape : isShape(node?.outputShapes) ? node.outputShapes : [];
    },
  });
}

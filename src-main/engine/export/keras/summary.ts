import type { LayersModel, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { NetworkSummary } from '../../../contract/schemas/imported-network';
import type { ImportedNetwork } from './import-network';

const plainShape = (shape: unknown): (number | null)[] =>
  Array.isArray(shape) ? shape.map((length) => (typeof length === 'number' ? length : null)) : [];

/** Numbers of the weights. */
const count = (weights: layerTypes.Layer['weights']): number =>
  weights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((size, length) => size * (length ?? 1), 1),
    0,
  );

const ends = (tensors: LayersModel['inputs']): { name: string; shape: (number | null)[] }[] =>
  tensors.map(({ sourceLayer, shape }) => ({ name: sourceLayer.name, shape: plainShape(shape) }));

/** What a network is made of, layer by layer. */
export function summaryOf({ network, format, producer }: Omit<ImportedNetwork, 'notes'>): NetworkSummary {
  const layers = network.layers.map((layer) => ({
    name: layer.name,
    kind: layer.getClassName(),
    shape: plainShape(layer.outputShape),
    parameters: count(layer.weights),
    trainable: count(layer.trainableWeights),
  }));
  return {
    name: network.name,
    format,
    producer,
    layers,
    inputs: ends(network.inputs),
    outputs: ends(network.outputs),
    parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0),
    trainable: layers.reduce((sum, { trainable }) => sum + trainable, 0),
  };
}

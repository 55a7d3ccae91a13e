import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Graph } from './graph';
import { withSafeNames } from './keras-config';
import { lowerGraph } from './lowerings';
import { graphOfNetwork } from './network-graph';
import { translateGraph } from './translate';
import { writeH5 } from './write-h5';
import { writeKeras } from './write-keras';
import { writeTfjs } from './write-tfjs';

/** A network in the words of Keras, made of layers that Keras has. Throws LAYER_NOT_SUPPORTED. */
export function kerasGraph(network: LayersModel): Graph {
  return withSafeNames(translateGraph(lowerGraph(graphOfNetwork(network), 'keras'), 'tfjs', 'keras'));
}

/** The bytes of a .keras file. @param notes kept in it, as JSON. Throws LAYER_NOT_SUPPORTED, which names the layer. */
export const exportKeras = (network: LayersModel, notes: string | null = null): Promise<Uint8Array> =>
  writeKeras(kerasGraph(network), notes);

/** The bytes of an .h5 file. @param notes kept in it, as JSON. Throws LAYER_NOT_SUPPORTED, which names the layer. */
export const exportH5 = (network: LayersModel, notes: string | null = null): Promise<Uint8Array> =>
  writeH5(kerasGraph(network), notes);

/** A network made of layers that TensorFlow.js has. Throws LAYER_NOT_SUPPORTED. */
export const tfjsGraph = (network: LayersModel): Graph =>
  withSafeNames(lowerGraph(graphOfNetwork(network), 'tfjs'));

/**
 * model.json and its weights, by name. @param producer the program and its version. @param notes kept in model.json.
 * Throws LAYER_NOT_SUPPORTED, which names the layer.
 */
export const exportTfjs = (
  network: LayersModel,
  producer: string,
  notes: Record<string, unknown> | null = null,
): Promise<Map<string, Uint8Array>> => writeTfjs(tfjsGraph(network), producer, notes);

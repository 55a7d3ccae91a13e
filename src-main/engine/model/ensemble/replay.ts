import { serialization } from '@tensorflow/tfjs-core';
import { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { LayersModel, layers as layerTypes } from '@tensorflow/tfjs-layers';

type Layer = layerTypes.Layer;

/** A layer with the same settings under another name; its weights are not there yet. */
function copyOf(layer: Layer, name: string): Layer {
  const className = layer.getClassName();
  const [constructor, fromConfig] = serialization.SerializationMap.getMap().classNameMap[className] ?? [];
  if (constructor === undefined || fromConfig === undefined)
    throw new TypeError(`No layer ${className} is registered.`);
  const made: unknown = fromConfig(constructor, { ...layer.getConfig(), name });
  // All that is registered under the name of a layer's class are layers.
  return made as Layer;
}

/**
 * Builds a network again upon another input, layer by layer, with names of its own and the same weights, so that
 * several networks stand side by side in one. @param prefix of the layers' names. @returns its output.
 */
export function replay(network: LayersModel, input: SymbolicTensor, prefix: string): SymbolicTensor {
  const [first] = network.inputs;
  const [last] = network.outputs;
  if (first === undefined || last === undefined || network.outputs.length !== 1)
    throw new TypeError('The network has not one input and one output.');
  const copies = new Map<Layer, Layer>();
  const made = new Map<SymbolicTensor, SymbolicTensor>([[first, input]]);
  const tensorOf = (tensor: SymbolicTensor): SymbolicTensor => {
    const known = made.get(tensor);
    if (known !== undefined) return known;
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex];
    if (node === undefined || node.inputTensors.length === 0)
      throw new TypeError(`The layer ${layer.name} takes nothing that the network is given.`);
    const given = node.inputTensors.map(tensorOf);
    const [only] = given;
    const before = copies.get(layer);
    const copy = before ?? copyOf(layer, `${prefix}${layer.name}`);
    const output: unknown = copy.apply(
      given.length === 1 && only !== undefined ? only : given,
      node.callArgs,
    );
    if (before === undefined) {
      copy.setWeights(layer.getWeights());
      copies.set(layer, copy);
    }
    const outputs: unknown[] = Array.isArray(output) ? output : [output];
    const result = outputs[tensor.tensorIndex];
    if (!(result instanceof SymbolicTensor)) throw new TypeError(`The layer ${layer.name} gives no value.`);
    made.set(tensor, result);
    return result;
  };
  return tensorOf(last);
}

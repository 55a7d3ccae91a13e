import { SymbolicTensor, input, model } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { networkOf } from '../../contract/network/presets';
import { requireNetwork } from '../../contract/network/inspect';
import type { InputPart, Layer, Network, NetworkContext, Sizes } from '../../contract/network';
import type { Recipe } from '../../contract/schemas/recipe';
import { initialise } from './initialise';
import type { KernelActivation } from './initialise';
import { ColumnSlice } from './layers';
import { makeLayer } from './layers/make';

/** The function that comes after the kernel of each layer, as far as it has one of its own or right behind it. */
function activationsOf({ layers }: Network): (layer: string) => KernelActivation | undefined {
  const found = new Map<string, KernelActivation>();
  for (const layer of layers) {
    const [before] = layer.inputs;
    if (layer.kind === 'activation' && before !== undefined) found.set(before, layer.activation);
    else if ('activation' in layer && layer.activation !== 'linear') found.set(layer.id, layer.activation);
  }
  return (layer) => found.get(layer);
}

function sliceOf(whole: SymbolicTensor, id: string, { stretches, sizes }: InputPart): SymbolicTensor {
  return one(new ColumnSlice({ name: id, stretches, sizes }).apply(whole));
}

function one(made: unknown): SymbolicTensor {
  if (made instanceof SymbolicTensor) return made;
  throw new TypeError('A layer gave several values.');
}

/**
 * Makes a network of layers, over one matrix [rows, width]. Throws NETWORK_INVALID where layers do not fit.
 * @param name of the whole.
 */
export function assemble(network: Network, context: NetworkContext, name: string): LayersModel {
  const ordered = requireNetwork(network, context);
  const { parts, width } = context.inputs;
  const [first] = parts;
  const isWhole = parts.length === 1 && first?.sizes.length === 1;
  const inputs = ordered.filter(({ layer }) => layer.kind === 'input');
  const whole = input({
    name: isWhole && inputs.length === 1 ? (inputs[0]?.layer.id ?? 'input') : 'columns',
    shape: [width],
  });
  const made = new Map<string, SymbolicTensor>();
  const sizesOf = new Map<string, Sizes>();
  let output = whole;
  const tensorOf = (layer: Layer): SymbolicTensor => {
    if (layer.kind === 'input') {
      const part = parts.find(({ name: own }) => own === layer.part);
      if (part === undefined || (isWhole && inputs.length === 1)) return whole;
      return sliceOf(whole, layer.id, part);
    }
    const given = layer.inputs.map((id) => sizesOf.get(id) ?? []);
    const before = layer.inputs.flatMap((id) => made.get(id) ?? []);
    const [only] = before;
    const layerOf = makeLayer(layer, given, context);
    return one(layerOf.apply(before.length === 1 && only !== undefined ? only : before));
  };
  for (const { layer, sizes } of ordered) {
    const tensor = tensorOf(layer);
    made.set(layer.id, tensor);
    sizesOf.set(layer.id, sizes ?? []);
    if (layer.kind === 'output') output = tensor;
  }
  return model({ name, inputs: whole, outputs: output });
}

/** Makes the recipe's network with weights drawn from its seed. Throws NETWORK_INVALID. */
export function build(recipe: Pick<Recipe, 'model' | 'seed'>, context: NetworkContext): LayersModel {
  const network = networkOf(recipe.model, context);
  const made = assemble(network, context, recipe.model.preset);
  initialise(made, recipe.model.activation, recipe.seed, activationsOf(network));
  return made;
}

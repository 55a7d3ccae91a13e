import { layers } from '@tensorflow/tfjs-layers';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Recipe } from '../../../contract/schemas/recipe';

export type Activation = Recipe['model']['activation'];

export interface ActivationOptions {
  name: string;
  activation: Activation;
}

/** An elementwise function between layers; `gelu` is the exact one, x * Phi(x). */
export function activation({ name, activation: kind }: ActivationOptions): layerTypes.Layer {
  return layers.activation({ name, activation: kind });
}

import { sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { outputUnits } from '../../contract/planning';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Fitted } from '../features/fitted';
import { initialise } from './initialise';
import { createLayer } from './layers';
import { presets } from './presets';

/** Outputs of the network: one for numbers and for two classes (a logit), else one a class. */
export function outputsOf(fitted: Fitted): number {
  const { target, task } = fitted;
  return outputUnits(task, target.kind === 'classes' ? target.classes.length : 1);
}

/** Makes the recipe's network with weights drawn from its seed. @param width columns of its input. */
export function build(recipe: Recipe, width: number, outputs: number): LayersModel {
  const specifications = presets[recipe.model.preset](recipe.model, width, outputs);
  const network = sequential({ name: recipe.model.preset, layers: specifications.map(createLayer) });
  initialise(network, recipe.model.activation, recipe.seed);
  return network;
}

import { sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { outputUnits } from '../../contract/planning';
import type { Recipe } from '../../contract/schemas/recipe';
import { featureWidth } from '../features/apply';
import type { Fitted } from '../features/fitted';
import { initialise } from './initialise';
import { createLayer } from './layers';
import type { EmbeddedColumn } from './layers/column-embedding';
import { presets } from './presets';

/** Outputs of the network: one for numbers and for two classes (a logit), else one a class. */
export function outputsOf(fitted: Fitted): number {
  const { target, task } = fitted;
  return outputUnits(task, target.kind === 'classes' ? target.classes.length : 1);
}

/** The columns of a network's input that hold ids of categories, whose numbers are learned. */
export function embeddedColumns(fitted: Fitted): EmbeddedColumn[] {
  let place = 0;
  return fitted.features.flatMap((feature) => {
    const own = place;
    place += featureWidth(feature);
    if (feature.kind !== 'embedding') return [];
    return [{ place: own, size: Math.max(2, feature.vocabulary.length + 1), width: feature.width }];
  });
}

/**
 * Makes the recipe's network with weights drawn from its seed. @param width columns of its input. @param embedded those
 * of them that hold ids.
 */
export function build(
  recipe: Recipe,
  width: number,
  outputs: number,
  embedded: readonly EmbeddedColumn[] = [],
): LayersModel {
  const specifications = presets[recipe.model.preset](recipe.model, width, outputs, embedded);
  const network = sequential({ name: recipe.model.preset, layers: specifications.map(createLayer) });
  initialise(network, recipe.model.activation, recipe.seed);
  return network;
}

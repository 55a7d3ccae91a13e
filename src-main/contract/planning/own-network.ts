import type { Network, NetworkContext } from '../network';
import { networkOf } from '../network/presets';
import type { Recipe } from '../schemas/recipe';

/**
 * The recipe with the layers of its preset as a network of its own, which can be edited. All other settings stay. Throws
 * NETWORK_INVALID where the preset makes none of the data.
 */
export function withOwnNetwork(recipe: Recipe, context: NetworkContext): Recipe {
  const { preset } = recipe.model;
  if (preset === 'custom') return recipe;
  return {
    ...recipe,
    model: { ...recipe.model, preset: 'custom', network: networkOf(recipe.model, context), madeFrom: preset },
  };
}

/** The recipe with another network of its own. @param madeFrom where it is not the one that was edited. */
export const withNetwork = (recipe: Recipe, network: Network, madeFrom = recipe.model.madeFrom): Recipe => ({
  ...recipe,
  model: { ...recipe.model, preset: 'custom', network, madeFrom },
});

/** The recipe with the preset that its own network came from, as it was set then. The network stays in the recipe. */
export function withPresetAgain(recipe: Recipe): Recipe {
  const { madeFrom } = recipe.model;
  if (madeFrom === null || recipe.model.preset !== 'custom') return recipe;
  return { ...recipe, model: { ...recipe.model, preset: madeFrom } };
}

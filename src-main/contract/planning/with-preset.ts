import { StrongroomError } from '../errors';
import { presets } from '../network/presets';
import type { PresetFacts } from '../network/presets/preset';
import type { PresetName } from '../network/presets/names';
import type { Profile } from '../schemas/data';
import { featuresSchema } from '../schemas/features';
import { modelSchema } from '../schemas/model';
import type { Recipe } from '../schemas/recipe';
import { trainingSchema } from '../schemas/training';
import { roleOf } from './roles';
import { planTask } from './task';

/**
 * The recipe with a preset, and with what the preset recommends for the network, the columns and the training, as one edit.
 * What a preset does not recommend is as in a new recipe, so that nothing is left of the preset before; the loss, what is
 * watched, the device, and what was chosen for single columns stay. A network of its own keeps all settings.
 */
export function withPreset(recipe: Recipe, name: PresetName, facts: PresetFacts): Recipe {
  if (name === 'custom') return { ...recipe, model: { ...recipe.model, preset: name } };
  const { model = {}, features = {}, training = {} } = presets[name].recommends(facts);
  const { numberScaling, numberBins, categoryEncoding } = featuresSchema.parse(features);
  const {
    optimizer,
    beta2,
    weightDecay,
    epochs,
    batchSize,
    learningRate,
    patience,
    schedule,
    regularization,
  } = trainingSchema.parse(training);
  return {
    ...recipe,
    model: {
      ...modelSchema.parse({ ...model, preset: name }),
      network: recipe.model.network,
      madeFrom: recipe.model.madeFrom,
    },
    features: { ...recipe.features, numberScaling, numberBins, categoryEncoding },
    training: {
      ...recipe.training,
      optimizer,
      beta2,
      weightDecay,
      epochs,
      batchSize,
      learningRate,
      patience,
      schedule,
      regularization,
    },
  };
}

/** What presets go by, of the data that a recipe trains on. */
export function presetFacts(recipe: Recipe, { rows, columns }: Profile): PresetFacts {
  const target = columns.find(({ name }) => name === recipe.target);
  const inputs = columns.map((column) => roleOf(recipe, column, rows)).filter(({ role }) => role === 'input');
  return {
    rows: rows - (target?.missing ?? 0),
    columns: inputs.length,
    images: inputs.filter(({ type }) => type === 'image').length,
    task: target === undefined ? null : taskOf(recipe, target),
  };
}

function taskOf(recipe: Recipe, target: Profile['columns'][number]): PresetFacts['task'] {
  try {
    return planTask(recipe, target).task;
  } catch (error) {
    if (error instanceof StrongroomError) return null;
    throw error;
  }
}

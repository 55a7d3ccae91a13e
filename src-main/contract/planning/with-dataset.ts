import type { PresetFacts } from '../network/presets/preset';
import type { Dataset } from '../schemas/data';
import type { Recipe } from '../schemas/recipe';
import { featuresSchema } from '../schemas/features';
import { modelSchema } from '../schemas/model';
import { trainingSchema } from '../schemas/training';
import { withEffort } from './effort';
import { splitFor } from './split-for';
import { withPreset } from './with-preset';

/** Data sets whose settings are remembered. */
const longestShelf = 50;

/** The recipe with what it says of its data set put aside, for when one returns to it. */
function shelved(recipe: Recipe): Recipe {
  const { dataset } = recipe.data;
  if (dataset === null) return recipe;
  const columns = Object.entries(recipe.columns).map(([name, column]) => ({ name, ...column }));
  const own = { dataset, target: recipe.target, task: recipe.task, cleaning: recipe.cleaning, columns };
  const others = (recipe.shelf ?? []).filter((entry) => entry.dataset !== dataset);
  return { ...recipe, shelf: [...others, own].slice(-longestShelf) };
}

/** Whether two readings of a file cut it into the same rows, so that what was said of a row stays. */
function areSameRows(before: Dataset | null, after: Dataset): boolean {
  if (before === null || before.rows !== after.rows) return false;
  const { hasHeader, delimiter, quote } = before.reading;
  return (
    hasHeader === after.reading.hasHeader &&
    delimiter === after.reading.delimiter &&
    quote === after.reading.quote
  );
}

const untouched = JSON.stringify([modelSchema.parse({}), trainingSchema.parse({}), featuresSchema.parse({})]);

/** A recipe that has seen no data and of which nobody has chosen anything gets what suits most tables of this size. */
function withStandard(recipe: Recipe, dataset: Dataset): Recipe {
  const { model, training, features } = recipe;
  if (recipe.data.dataset !== null || JSON.stringify([model, training, features]) !== untouched)
    return recipe;
  const telling = dataset.columns.filter(({ identifier, constant }) => !identifier && !constant);
  // One of them will be predicted.
  const facts = { rows: dataset.rows, columns: Math.max(1, telling.length - 1), task: null };
  return withEffort(recipe, 'standard', facts);
}

/**
 * The recipe with other data. A data set that was open before gets its settings back; for another one, what the recipe
 * says of columns that are there too stays.
 * @param suggested the column to predict that the origin of the file suggests.
 * @param before the data set that `dataset` is another reading of: where the reading changed the type of a column, the
 * recipe follows.
 */
export function withDataset(
  recipe: Recipe,
  dataset: Dataset,
  suggested: string | null = null,
  before: Dataset | null = null,
): Recipe {
  const data = { dataset: dataset.id, fingerprint: dataset.fingerprint, reading: dataset.reading };
  if (recipe.data.dataset === dataset.id) return { ...recipe, data };
  const names = new Set(dataset.columns.map(({ name }) => name));
  const put = shelved(withStandard(recipe, dataset));
  const own = put.shelf?.find((entry) => entry.dataset === dataset.id);
  if (own !== undefined) {
    const columns = own.columns.map(({ name, ...column }) => [name, column] as const);
    return {
      ...put,
      data,
      target: own.target,
      task: own.task,
      cleaning: own.cleaning,
      columns: Object.fromEntries(columns),
    };
  }
  const kept = recipe.target !== null && names.has(recipe.target) ? recipe.target : null;
  const target = suggested !== null && names.has(suggested) ? suggested : kept;
  const typeBefore = new Map(before?.columns.map(({ name, type }) => [name, type]));
  const retyped = new Set(
    dataset.columns
      .filter(({ name, type }) => typeBefore.has(name) && typeBefore.get(name) !== type)
      .map(({ name }) => name),
  );
  const typeNow = new Map(dataset.columns.map(({ name, type }) => [name, type]));
  const columns = Object.entries(recipe.columns).flatMap(([name, column]) => {
    const type = typeNow.get(name);
    if (type === undefined) return [];
    return [[name, retyped.has(name) ? { ...column, type } : column] as const];
  });
  const made: Recipe = {
    ...put,
    data,
    target,
    task: target === null || target !== recipe.target || retyped.has(target) ? 'auto' : recipe.task,
    columns: Object.fromEntries(columns),
    split: splitFor(recipe.split, names),
    cleaning: recipe.cleaning.filter(({ kind }) => kind !== 'correct-cell' || areSameRows(before, dataset)),
  };
  return looksAtPictures(made, dataset) ? withPreset(made, 'cnn2d', pictureFacts(dataset)) : made;
}

const pictureFacts = ({ rows, columns }: Dataset): PresetFacts => ({
  rows,
  columns: columns.length,
  images: columns.filter(({ type }) => type === 'image').length,
  task: null,
});

/** Presets that look at pictures point by point and not only at all points side by side. */
const seeing: readonly Recipe['model']['preset'][] = [
  'cnn1d',
  'cnn2d',
  'lstm',
  'gru',
  'transformer',
  'custom',
];

/** Whether data brings pictures that the network of the recipe would not look at. */
const looksAtPictures = ({ model }: Recipe, { columns }: Dataset): boolean =>
  columns.some(({ type }) => type === 'image') && !seeing.includes(model.preset);

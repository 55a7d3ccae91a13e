import { valuesByPath } from '../../src-main/contract/planning';
import type { Recipe } from '../../src-main/contract';
import { isTold } from './recipe-differences';
import { runSettings } from './run-settings';

/** As if of one row: how many there are is not known before. */
const rows = { train: 65_536, validation: 0, test: 0 };

const namesOf = (recipe: Recipe): Map<string, string> =>
  new Map([
    ['Column to predict', recipe.target ?? 'none'],
    ['Data set', recipe.data.dataset ?? 'none'],
    ['Cleaning', JSON.stringify(recipe.cleaning)],
    ...runSettings({ recipe, rows }),
    ['Seed', String(recipe.seed)],
  ]);

/** Changes of these are told by their name alone. */
const nameless = new Set(['Data set', 'Cleaning']);

/** What a recipe has that the one before has not, in a few words each: "Learning rate 0.01". Empty where all is the same. */
export function queueDifferences(before: Recipe, recipe: Recipe): string[] {
  const old = namesOf(before);
  const words = [...namesOf(recipe)].flatMap(([name, value]) =>
    old.get(name) === value ? [] : [nameless.has(name) ? `other ${name.toLowerCase()}` : `${name} ${value}`],
  );
  const oldPaths = valuesByPath(before);
  const paths = [...valuesByPath(recipe)].flatMap(([path, value]) =>
    isTold(path) || oldPaths.get(path) === value ? [] : [`${path.split('.').join(' › ')} ${value}`],
  );
  const columns = JSON.stringify(before.columns) === JSON.stringify(recipe.columns) ? [] : ['other columns'];
  return [...words, ...columns, ...paths];
}

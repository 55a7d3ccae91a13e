import type { ColumnTransform, Plan, Recipe, TransformName } from '../../src-main/contract';
import { transformsFor } from '../../src-main/contract/planning';

/** One plain sentence on what a transform does. */
export const transformHelp: Record<TransformName, string> = {
  robust:
    'Median to 0 and quartiles to about 0.67 on both sides, so that extreme values do not squeeze the rest.',
  standard: 'Mean to 0 and standard deviation to 1.',
  'min-max': 'The smallest value to 0 and the largest to 1.',
  'max-abs': 'Divided by the largest size, so that 0 stays 0.',
  quantile: 'By rank among the training rows: every part of the scale gets as many rows.',
  'yeo-johnson': 'A power that makes a skewed column as even as it can be, then standard.',
  log: 'The logarithm of 1 + size, with its sign, then standard: for amounts that span several magnitudes.',
  clip: 'What lies beyond two bounds becomes the bound, then standard.',
  piecewise: 'One number a bin, which fills up as the value goes through it: lets the network bend anywhere.',
  periodic: 'The standard value and waves of several lengths: lets the network follow quick changes.',
  'one-hot':
    'Each of the most frequent values gets a number that is 1 for it and 0 for all others (one-hot).',
  ordinal:
    'Its place in the order of the values, 0 for the first and 1 for the last. For values that have an order.',
  target:
    'The average answer of its value; training rows get that of other rows, so that none sees its own answer.',
  frequency: 'The share of the training rows that have the value.',
  hashing: 'Values share a fixed number of slots, dealt by a hash. For very many values.',
  embedding: 'A few numbers a value, which the network learns. For many values with enough rows.',
  words: 'A number a word: the words that most training rows have, whatever their case and order.',
  tokens: 'Pieces of words in their order, for networks that read: a Transformer, LSTM, GRU or convolutions.',
  cycles: 'Month, day, weekday and hour as circles, where they vary, and the time itself.',
  'date-parts': 'The parts that you choose, and the time itself if you like.',
  image: 'Every picture in one size, point by point: for networks that look at pictures.',
  none: 'Left as it is. Only for columns that are small numbers already.',
};

/** Sets what becomes of columns; null goes back to the default of their type. */
export function withTransforms(
  recipe: Recipe,
  names: readonly string[],
  choice: ColumnTransform | null,
): Recipe {
  const changed = new Set(names);
  const kept = Object.entries(recipe.features.columns).filter(([name]) => !changed.has(name));
  const added = choice === null ? [] : names.map((name): [string, ColumnTransform] => [name, choice]);
  return { ...recipe, features: { ...recipe.features, columns: Object.fromEntries([...kept, ...added]) } };
}

/** The input columns that the transforms of a column suit too. */
export function alikeColumns(columns: Plan['columns'], name: string): string[] {
  const own = columns.find((column) => column.name === name);
  if (own === undefined) return [];
  const suiting = transformsFor(own.type);
  return columns
    .filter(({ role, type }) => role === 'input' && transformsFor(type)[0] === suiting[0])
    .map((column) => column.name);
}

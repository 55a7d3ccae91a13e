import type { ColumnSummary, ColumnType } from '../schemas/data';
import type { NumberTransform, TransformOf } from '../schemas/features';
import type { Recipe } from '../schemas/recipe';
import { numberTransformOf } from './transforms';

export interface Treatment {
  /** What becomes of the column, in words. */
  words: string;
  /** How many numbers the network sees for it, as far as can be told before fitting. */
  width: number;
}

const scalings: Record<NumberTransform, string> = {
  robust: 'robust scaling (median and quartiles)',
  standard: 'standard scaling (mean and deviation)',
  'min-max': 'scaled to 0 to 1 (smallest and largest)',
  'max-abs': 'divided by the largest size',
  quantile: 'spread evenly by rank (quantiles)',
  'yeo-johnson': 'made even by a power (Yeo-Johnson)',
  log: 'logarithm of 1 + size, scaled',
  clip: 'cut at both ends, scaled',
  piecewise: 'piecewise-linear bins',
  periodic: 'waves of several lengths',
  none: 'taken as it is',
};

/** How many numbers a number becomes, and its transform in words. */
function numberWords(choice: TransformOf<NumberTransform>): Treatment {
  const words = scalings[choice.transform];
  switch (choice.transform) {
    case 'quantile':
      return { words: `${words}, ${choice.output === 'normal' ? 'as a bell' : 'from 0 to 1'}`, width: 1 };
    case 'piecewise':
      return { words: `${choice.bins} ${words}`, width: choice.bins };
    case 'periodic':
      return { words: `itself and ${choice.frequencies} ${words}`, width: 2 * choice.frequencies + 1 };
    default:
      return { words, width: 1 };
  }
}

function number(choice: TransformOf<NumberTransform>, missing: boolean): Treatment {
  const { words, width } = numberWords(choice);
  return {
    words: `${words}${missing ? ', the median and a flag where missing' : ''}`,
    width: width + (missing ? 1 : 0),
  };
}

function category(recipe: Recipe, distinct: number, missing: boolean): Treatment {
  const { maximumCategories } = recipe.features;
  const slots = Math.min(distinct, maximumCategories) + (missing ? 1 : 0);
  const rare =
    distinct > maximumCategories ? `, the ${distinct - maximumCategories} rarest share a slot` : '';
  const blank = missing ? ', missing has its own' : '';
  return { words: `one slot a value, one for unknown${blank}${rare}`, width: slots + 1 };
}

function moment(type: 'date' | 'datetime', missing: boolean): Treatment {
  const parts = type === 'date' ? 3 : 4;
  return {
    words: `parts of the ${type === 'date' ? 'year, month and week' : 'year, month, week and day'} as circles, and the time itself${missing ? ', with a flag where missing' : ''}`,
    width: parts * 2 + 1 + (missing ? 1 : 0),
  };
}

/** What an input column of a type is turned into. */
export function treatmentOf(
  recipe: Recipe,
  column: Pick<ColumnSummary, 'name' | 'missing' | 'distinct'>,
  type: ColumnType,
): Treatment {
  const missing = column.missing > 0;
  switch (type) {
    case 'integer':
    case 'decimal':
      return number(numberTransformOf(recipe.features, column.name), missing);
    case 'boolean':
    case 'category':
    case 'text':
      return category(recipe, column.distinct, missing);
    case 'date':
    case 'datetime':
      return moment(type, missing);
  }
}

import type { ColumnSummary, ColumnType } from '../schemas/data';
import type { Recipe } from '../schemas/recipe';

export interface Treatment {
  /** What becomes of the column, in words. */
  words: string;
  /** How many numbers the network sees for it, as far as can be told before fitting. */
  width: number;
}

const scalings = {
  robust: 'robust scaling (median and quartiles)',
  standard: 'standard scaling (mean and deviation)',
  none: 'taken as it is',
} as const;

function number(recipe: Recipe, missing: boolean): Treatment {
  return {
    words: `${scalings[recipe.features.numberScaling]}${missing ? ', the median and a flag where missing' : ''}`,
    width: missing ? 2 : 1,
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
  column: Pick<ColumnSummary, 'missing' | 'distinct'>,
  type: ColumnType,
): Treatment {
  const missing = column.missing > 0;
  switch (type) {
    case 'integer':
    case 'decimal':
      return number(recipe, missing);
    case 'boolean':
    case 'category':
    case 'text':
      return category(recipe, column.distinct, missing);
    case 'date':
    case 'datetime':
      return moment(type, missing);
  }
}

import type { ColumnSummary, ColumnType } from '../schemas/data';
import type {
  CategoryTransform,
  DatePart,
  FeatureSettings,
  MomentTransform,
  NumberTransform,
  TransformOf,
} from '../schemas/features';
import type { Recipe, Task } from '../schemas/recipe';
import type { Encoding } from '../network';
import { imageSizing } from './images';
import type { ImageSizing } from './images';
import type { SequencePlace } from './sequences';
import {
  categoryTransformOf,
  embeddingWidth,
  momentTransformOf,
  mostCategories,
  numberTransformOf,
  textTransformOf,
} from './transforms';

export interface Treatment {
  /** What becomes of the column, in words. */
  words: string;
  /** How many numbers the network sees for it, as far as can be told before fitting. */
  width: number;
  /** Of a text that is read piece by piece: how many ids there are. */
  ids?: number;
  /** How many of its numbers training learns, beside the network's layers. */
  learned?: number;
  /** Of numbers: what their columns hold. */
  encoding?: Encoding;
  /** Whether the last of its numbers marks missing values. */
  flagged?: boolean;
  /** Of a picture: its height, width and channels. */
  picture?: number[];
}

const encodings: Partial<Record<NumberTransform, Encoding>> = { piecewise: 'bins', periodic: 'waves' };

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
    encoding: encodings[choice.transform] ?? 'number',
    flagged: missing,
  };
}

/** What the target of the recipe is, as far as target encoding needs to know. */
export interface TargetFacts {
  task: Task | null;
  classes: number;
}

function category(
  features: FeatureSettings,
  { name, distinct, missing }: Pick<ColumnSummary, 'name' | 'distinct' | 'missing'>,
  { task, classes }: TargetFacts,
  choice: TransformOf<CategoryTransform> = categoryTransformOf(features, name),
): Treatment {
  const most = mostCategories(features, choice);
  const known = Math.min(distinct, most);
  const slots = known + (missing > 0 ? 1 : 0) + 1;
  const blank = missing > 0 ? ', missing has its own' : '';
  switch (choice.transform) {
    case 'one-hot': {
      const rare = distinct > most ? `, the ${distinct - most} rarest share a slot` : '';
      return { words: `one slot a value, one for unknown${blank}${rare}`, width: slots };
    }
    case 'ordinal':
      return { words: 'its place in the order of the values, and a flag for unknown', width: 2 };
    case 'target':
      return {
        words: `the average answer of its value, cross-fitted in ${choice.folds} folds`,
        width: task === 'multiclass' ? classes : 1,
      };
    case 'frequency':
      return { words: 'how frequent its value is', width: 1 };
    case 'hashing':
      return { words: `values dealt to ${choice.buckets} slots, one for unknown`, width: choice.buckets + 1 };
    case 'embedding': {
      const width = embeddingWidth(choice, slots);
      return {
        words: `${width} learned ${width === 1 ? 'number' : 'numbers'} a value`,
        width,
        learned: slots * width,
      };
    }
  }
}

const weightings = { presence: 'there or not', counts: 'how often', tfidf: 'how telling (TF-IDF)' } as const;

function text(
  features: FeatureSettings,
  column: Pick<ColumnSummary, 'name' | 'distinct' | 'missing'>,
  target: TargetFacts,
): Treatment {
  const choice = textTransformOf(features, column.name);
  if (choice.transform === 'tokens') {
    const words = `ids of ${choice.vocabulary} pieces of words, the first ${choice.length} of a text`;
    return { words, width: choice.length, ids: choice.vocabulary + 2 };
  }
  if (choice.transform !== 'words') return category(features, column, target, choice);
  return {
    words: `its ${choice.words} most frequent words, ${weightings[choice.weighting]}`,
    width: choice.words,
  };
}

const partEncodings = { cyclic: 'as circles', number: 'as numbers', 'one-hot': 'one slot a value' } as const;
/** Values of the parts that are not a number or a flag in any case. */
const partSlots: Partial<Record<DatePart, number>> = {
  quarter: 4,
  month: 12,
  day: 31,
  weekday: 7,
  hour: 24,
  minute: 60,
};

function calendar({ parts, as, elapsed }: TransformOf<'date-parts'>, missing: boolean): Treatment {
  const different = [...new Set(parts)];
  const widths = different.map((part) => {
    const slots = partSlots[part];
    return slots === undefined || as === 'number' ? 1 : as === 'cyclic' ? 2 : slots;
  });
  const words = [
    ...(different.length > 0
      ? [`${different.map((part) => part.replace('-', ' ')).join(', ')} ${partEncodings[as]}`]
      : []),
    ...(elapsed ? ['the time itself'] : []),
    ...(missing ? ['a flag where missing'] : []),
  ];
  return {
    words: words.join(', and '),
    width: widths.reduce((sum, width) => sum + width, 0) + (elapsed ? 1 : 0) + (missing ? 1 : 0),
  };
}

function moment(
  type: 'date' | 'datetime',
  choice: TransformOf<MomentTransform>,
  missing: boolean,
): Treatment {
  if (choice.transform === 'date-parts') return calendar(choice, missing);
  const parts = type === 'date' ? 3 : 4;
  return {
    words: `parts of the ${type === 'date' ? 'year, month and week' : 'year, month, week and day'} as circles, and the time itself${missing ? ', with a flag where missing' : ''}`,
    width: parts * 2 + 1 + (missing ? 1 : 0),
  };
}

/** What becomes of a column that is a step of a sequence. @param flagged whether its channel has missing values. */
export const stepTreatment = ({ sequence, channel, step }: SequencePlace, flagged: boolean): Treatment => ({
  words: `step ${String(step + 1)} of ${channel === sequence.name ? '' : `${channel} in `}the sequence ${sequence.name}${flagged ? ', a flag where missing' : ''}`,
  width: flagged ? 2 : 1,
});

const fitWords = { stretch: 'stretched', fit: 'whole, black beside it', crop: 'its middle' } as const;

function image({ side, fit, channels, scaling }: ImageSizing, missing: boolean): Treatment {
  const all = channels + (missing ? 1 : 0);
  const colours = channels === 1 ? 'grey' : 'in colour';
  const scaled = scaling === 'unit' ? '0 to 1' : 'scaled to mean 0 and deviation 1';
  return {
    words: `${side} x ${side} points ${colours}, ${fitWords[fit]}, ${scaled}${missing ? ', the mean and a flag where missing' : ''}`,
    width: side * side * all,
    picture: [side, side, all],
  };
}

/** What an input column of a type is turned into. */
export function treatmentOf(
  recipe: Recipe,
  column: Pick<ColumnSummary, 'name' | 'missing' | 'distinct' | 'images'>,
  type: ColumnType,
  target: TargetFacts = { task: null, classes: 0 },
): Treatment {
  const missing = column.missing > 0;
  switch (type) {
    case 'integer':
    case 'decimal':
      return number(numberTransformOf(recipe.features, column.name), missing);
    case 'boolean':
    case 'category':
      return category(recipe.features, column, target);
    case 'text':
      return text(recipe.features, column, target);
    case 'date':
    case 'datetime':
      return moment(type, momentTransformOf(recipe.features, column.name), missing);
    case 'image':
      return image(imageSizing(recipe.features, column), missing);
  }
}

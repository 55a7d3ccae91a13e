import type { PresetFacts } from '../network/presets/preset';
import type { PresetName } from '../network/presets/names';
import type { Recipe } from '../schemas/recipe';
import type { SplitSettings } from '../schemas/split';
import { withPreset } from './with-preset';

/** How much time a training may take where nothing else is said. */
export const efforts = ['quick', 'standard', 'thorough'] as const;
export type Effort = (typeof efforts)[number];

interface Plan {
  preset: PresetName;
  /** Networks that are trained on other rows each and averaged; 1 is one network. */
  folds: number;
}

/** From so many rows on, fewer folds leave each network enough rows, and an epoch is long. */
const manyRows = 20_000;

/** What an effort means for so much data: a network that looks at pictures where there are any. */
export function planOfEffort(
  effort: Effort,
  { rows, images = 0 }: Pick<PresetFacts, 'rows' | 'images'>,
): Plan {
  const folds = rows < manyRows ? 8 : 5;
  if (images > 0) return { preset: 'cnn2d', folds: effort === 'thorough' ? folds : 1 };
  switch (effort) {
    case 'quick':
      return { preset: 'mlp', folds: 1 };
    case 'standard':
      return { preset: 'tabm', folds: 1 };
    case 'thorough':
      return { preset: 'tabm', folds };
  }
}

const isBagged = ({ folds, afterFolds }: SplitSettings): boolean => folds > 1 && afterFolds === 'average';

/**
 * The recipe with the network, columns, training and folds that an effort means, as one edit. Folds that only score stay.
 */
export function withEffort(recipe: Recipe, effort: Effort, facts: PresetFacts): Recipe {
  const { preset, folds } = planOfEffort(effort, facts);
  const made = withPreset(recipe, preset, facts);
  if (folds > 1) return { ...made, split: { ...made.split, folds, afterFolds: 'average' } };
  return isBagged(made.split) ? { ...made, split: { ...made.split, folds, afterFolds: 'retrain' } } : made;
}

/** The effort whose plan a recipe follows; null where it goes its own way. */
export const effortOf = (
  { model, split }: Pick<Recipe, 'model' | 'split'>,
  facts: Pick<PresetFacts, 'rows' | 'images'>,
): Effort | null =>
  efforts.find((effort) => {
    const { preset, folds } = planOfEffort(effort, facts);
    return (
      model.preset === preset && (folds > 1 ? isBagged(split) && split.folds === folds : !isBagged(split))
    );
  }) ?? null;

import type { ColumnType } from '../schemas/data';
import {
  categoryTransforms,
  columnTransformSchema,
  momentTransforms,
  numberTransforms,
  textTransforms,
  type CategoryTransform,
  type ColumnTransform,
  type FeatureSettings,
  type MomentTransform,
  type NumberTransform,
  type TextTransform,
  type TransformName,
  type TransformOf,
} from '../schemas/features';

const isNumberChoice = (choice: ColumnTransform): choice is TransformOf<NumberTransform> =>
  numberTransforms.some((name) => name === choice.transform);

const isCategoryChoice = (choice: ColumnTransform): choice is TransformOf<CategoryTransform> =>
  categoryTransforms.some((name) => name === choice.transform);

const isMomentChoice = (choice: ColumnTransform): choice is TransformOf<MomentTransform> =>
  momentTransforms.some((name) => name === choice.transform);

/** A transform with its usual settings. */
export const usualTransform = (transform: TransformName): ColumnTransform =>
  columnTransformSchema.parse({ transform });

/** What was chosen for a column itself; undefined when it follows the default of its type. */
const chosenFor = ({ columns }: FeatureSettings, name: string): ColumnTransform | undefined =>
  Object.hasOwn(columns, name) ? columns[name] : undefined;

/** What becomes of a number. A choice that suits another type does not count. */
export function numberTransformOf(features: FeatureSettings, name: string): TransformOf<NumberTransform> {
  const chosen = chosenFor(features, name);
  if (chosen !== undefined && isNumberChoice(chosen)) return chosen;
  const usual = usualTransform(features.numberScaling);
  if (usual.transform === 'piecewise') return { ...usual, bins: features.numberBins };
  return isNumberChoice(usual) ? usual : { transform: 'robust' };
}

/** What becomes of a category or truth value. A choice that suits another type does not count. */
export function categoryTransformOf(features: FeatureSettings, name: string): TransformOf<CategoryTransform> {
  const chosen = chosenFor(features, name);
  if (chosen !== undefined && isCategoryChoice(chosen)) return chosen;
  const usual = usualTransform(features.categoryEncoding);
  return isCategoryChoice(usual) ? usual : { transform: 'one-hot', categories: null };
}

/** What becomes of a text: its words, unless it is to be taken for a category. */
export function textTransformOf(features: FeatureSettings, name: string): TransformOf<TextTransform> {
  const chosen = chosenFor(features, name);
  if (chosen?.transform === 'words' || chosen?.transform === 'tokens') return chosen;
  if (chosen !== undefined && isCategoryChoice(chosen)) return chosen;
  return { transform: 'words', weighting: 'tfidf', words: 200 };
}

/** What becomes of a date or moment. A choice that suits another type does not count. */
export function momentTransformOf(features: FeatureSettings, name: string): TransformOf<MomentTransform> {
  const chosen = chosenFor(features, name);
  return chosen !== undefined && isMomentChoice(chosen) ? chosen : { transform: 'cycles' };
}

/** What becomes of a picture. */
export function imageTransformOf(features: FeatureSettings, name: string): TransformOf<'image'> {
  const chosen = chosenFor(features, name);
  if (chosen?.transform === 'image') return chosen;
  return { transform: 'image', side: null, fit: 'stretch', colour: null, scaling: 'standard' };
}

/** Values that get a place of their own, besides unknown and missing. */
export const mostCategories = (
  { maximumCategories }: FeatureSettings,
  choice: TransformOf<CategoryTransform>,
): number => choice.categories ?? maximumCategories;

/** The usual width of an embedding: 1.6 n^0.56, at most 50 (fast.ai's rule). @param slots unknown and missing too. */
export const embeddingWidth = (choice: TransformOf<'embedding'>, slots: number): number =>
  choice.width ?? Math.min(50, Math.max(1, Math.round(1.6 * slots ** 0.56)));

/** The transforms that suit a column of a type. */
export function transformsFor(type: ColumnType): readonly TransformName[] {
  switch (type) {
    case 'integer':
    case 'decimal':
      return numberTransforms;
    case 'boolean':
    case 'category':
      return categoryTransforms;
    case 'text':
      return textTransforms;
    case 'date':
    case 'datetime':
      return momentTransforms;
    case 'image':
      return ['image'];
  }
}

/** What becomes of an input column of a type. */
export function transformOf(features: FeatureSettings, name: string, type: ColumnType): ColumnTransform {
  switch (type) {
    case 'integer':
    case 'decimal':
      return numberTransformOf(features, name);
    case 'boolean':
    case 'category':
      return categoryTransformOf(features, name);
    case 'text':
      return textTransformOf(features, name);
    case 'date':
    case 'datetime':
      return momentTransformOf(features, name);
    case 'image':
      return imageTransformOf(features, name);
  }
}

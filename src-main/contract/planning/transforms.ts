import type { ColumnType } from '../schemas/data';
import {
  columnTransformSchema,
  numberTransforms,
  type ColumnTransform,
  type FeatureSettings,
  type NumberTransform,
  type TransformName,
  type TransformOf,
} from '../schemas/features';

const isNumberChoice = (choice: ColumnTransform): choice is TransformOf<NumberTransform> =>
  numberTransforms.some((name) => name === choice.transform);

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
  return isNumberChoice(usual) ? usual : { transform: 'robust' };
}

/** The transforms that suit a column of a type; empty where there is nothing to choose. */
export function transformsFor(type: ColumnType): readonly TransformName[] {
  return type === 'integer' || type === 'decimal' ? numberTransforms : [];
}

/** What becomes of an input column; null where there is nothing to choose. */
export function transformOf(
  features: FeatureSettings,
  name: string,
  type: ColumnType,
): ColumnTransform | null {
  return type === 'integer' || type === 'decimal' ? numberTransformOf(features, name) : null;
}

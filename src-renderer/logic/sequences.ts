import type { Recipe, SequenceSettings } from '../../src-main/contract';
import { proposeSequences, sequencePlaces } from '../../src-main/contract/planning';
import type { Plan } from '../../src-main/contract';

export const sequenceScalingNames: Record<SequenceSettings['scaling'], string> = {
  standard: 'Standard',
  robust: 'Robust',
  'min-max': 'Min-max',
  'max-abs': 'Max-abs',
  'yeo-johnson': 'Yeo-Johnson',
  log: 'Logarithm',
  none: 'As it is',
};

/** The columns of numbers that are in no sequence yet and may be learned from. */
export function groupableColumns(recipe: Recipe, columns: Plan['columns']): string[] {
  const places = sequencePlaces(recipe.features);
  return columns
    .filter(
      ({ name, type, role }) =>
        (type === 'integer' || type === 'decimal') && role !== 'target' && !places.has(name),
    )
    .map(({ name }) => name);
}

/** Groups that the names of columns suggest, with names that no sequence has yet. */
export function suggestedSequences(recipe: Recipe, columns: Plan['columns']): SequenceSettings[] {
  const taken = new Set(recipe.features.sequences.map(({ name }) => name));
  return proposeSequences(groupableColumns(recipe, columns)).map((one) => ({
    ...one,
    name: freeName(one.name, taken),
    scaling: 'standard',
  }));
}

/** The name, with a number where it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name) && name !== 'table') return name;
  let number = 2;
  while (taken.has(`${name} ${String(number)}`)) number += 1;
  return `${name} ${String(number)}`;
}

/** The recipe with its sequences changed. */
export const withSequences = (
  recipe: Recipe,
  edit: (old: SequenceSettings[]) => SequenceSettings[],
): Recipe => ({ ...recipe, features: { ...recipe.features, sequences: edit(recipe.features.sequences) } });

import type { ColumnRole, ColumnType, Recipe } from '../../src-main/contract';
import { splitFor } from '../../src-main/contract/planning';

export { withDataset } from '../../src-main/contract/planning';

/** Edits of a recipe, each giving a new one. */
export function withTarget(recipe: Recipe, target: string | null): Recipe {
  if (target === recipe.target) return recipe;
  // The task follows the column again; a role that kept the column out no longer stands.
  return {
    ...recipe,
    target,
    task: 'auto',
    columns: target === null ? recipe.columns : without(recipe.columns, target),
  };
}

export function withRole(recipe: Recipe, column: string, role: ColumnRole, type: ColumnType): Recipe {
  if (role === 'target') return withTarget(recipe, column);
  const kept = recipe.target === column ? withTarget(recipe, null) : recipe;
  return { ...kept, columns: { ...kept.columns, [column]: { role, type } } };
}

/** Several input columns given one role at once. */
export const withRoles = (
  recipe: Recipe,
  columns: readonly { name: string; type: ColumnType }[],
  role: Exclude<ColumnRole, 'target'>,
): Recipe => ({
  ...recipe,
  columns: {
    ...recipe.columns,
    ...Object.fromEntries(columns.map(({ name, type }) => [name, { role, type }])),
  },
});

export function withType(recipe: Recipe, column: string, type: ColumnType, role: ColumnRole): Recipe {
  const columns = { ...recipe.columns, [column]: { role, type } };
  return recipe.target === column ? { ...recipe, columns, task: 'auto' } : { ...recipe, columns };
}

/** Back to the role and type that follow from the data. */
export function withDefaults(recipe: Recipe, column: string): Recipe {
  return { ...recipe, columns: without(recipe.columns, column) };
}

/**
 * The settings that made a run, for the data set that is open: what they say of columns that it lacks is left out, and
 * so is their column to predict when it is not there.
 */
export function withSettings(recipe: Recipe, made: Recipe, columns: readonly string[]): Recipe {
  const names = new Set(columns);
  const hasTarget = made.target !== null && names.has(made.target);
  return {
    ...made,
    data: recipe.data,
    shelf: recipe.shelf,
    split: splitFor(made.split, names),
    target: hasTarget ? made.target : recipe.target,
    task: hasTarget ? made.task : recipe.task,
    columns: Object.fromEntries(
      Object.entries(made.columns).filter(
        ([name]) => names.has(name) && (hasTarget || name !== recipe.target),
      ),
    ),
  };
}

function without<Value>(record: Record<string, Value>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

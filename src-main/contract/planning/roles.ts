import type { ColumnSummary, ColumnType } from '../schemas/data';
import type { ColumnRole, Recipe } from '../schemas/recipe';

export interface PlannedRole {
  role: ColumnRole;
  type: ColumnType;
  /** Whether the person chose it. */
  chosen: boolean;
  /** Why it is left out, when it is. */
  reason: string | null;
}

/** Why a column is left out of training unless the person says otherwise; null when it is an input. */
export function defaultExclusion(
  column: Pick<ColumnSummary, 'type' | 'identifier' | 'constant'>,
): string | null {
  if (column.constant) return 'it has a single value, so there is nothing to learn from it';
  if (column.identifier) return 'it names rows, and a new row has a new name';
  if (column.type === 'text') return 'free text is not learned from yet';
  return null;
}

/** The role that the recipe gives a column: the target first, then what was chosen, then the default of its type. */
export function roleOf(
  recipe: Pick<Recipe, 'target' | 'columns'>,
  column: Pick<ColumnSummary, 'name' | 'type' | 'identifier' | 'constant'>,
): PlannedRole {
  const chosen = Object.hasOwn(recipe.columns, column.name) ? recipe.columns[column.name] : undefined;
  const type = chosen?.type ?? column.type;
  if (recipe.target === column.name) return { role: 'target', type, chosen: true, reason: null };
  if (chosen !== undefined && chosen.role !== 'target') {
    return {
      role: chosen.role,
      type,
      chosen: true,
      reason: chosen.role === 'ignore' ? 'you left it out' : null,
    };
  }
  const reason = defaultExclusion({ ...column, type });
  return { role: reason === null ? 'input' : 'ignore', type, chosen: false, reason };
}

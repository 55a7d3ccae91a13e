import type { ColumnSummary, ColumnType } from '../schemas/data';
import type { ColumnRole, Recipe } from '../schemas/recipe';
import type { SplitSettings } from '../schemas/split';
import { sequencePlaces } from './sequences';

export interface PlannedRole {
  role: ColumnRole;
  type: ColumnType;
  /** Whether the person chose it. */
  chosen: boolean;
  /** Why it is left out, when it is. */
  reason: string | null;
}

/** What the default role of a column follows from. */
export type RoleFacts = Pick<
  ColumnSummary,
  'name' | 'type' | 'identifier' | 'constant' | 'missing' | 'distinct'
>;

/** A category of which more than this share of rows has a value of its own is a name, not a group. */
const groupShare = 0.5;
/** Fewer different values than this are groups, however few the rows. */
const fewValues = 20;

/**
 * Why a column is left out of training unless the person says otherwise; null when it is an input.
 * @param rows of the data set in all.
 */
export function defaultExclusion(column: Omit<RoleFacts, 'name'>, rows: number): string | null {
  if (column.constant) return 'it has a single value, so there is nothing to learn from it';
  if (column.identifier) return 'it names rows, and a new row has a new name';
  if (column.type === 'text') return 'free text is left out unless you make it an input';
  const isNames =
    column.type === 'category' &&
    column.distinct > fewValues &&
    column.distinct > groupShare * (rows - column.missing);
  return isNames ? 'most rows have a value of their own, and a new row would have a new one' : null;
}

/** Why a column that the split goes by is left out; a time may well be learned from. */
function exclusionBySplit(split: SplitSettings | undefined, name: string): string | null {
  if (split?.method === 'group' && split.groupColumn === name)
    return 'it names the groups of the split, and a new row has a new one';
  return split?.method === 'column' && split.partColumn === name
    ? 'it says which part of the split a row is in'
    : null;
}

/**
 * The role that the recipe gives a column: the target first, then what was chosen, then the default of its type.
 * @param rows of the data set in all.
 */
export function roleOf(
  recipe: Pick<Recipe, 'target' | 'columns'> & Partial<Pick<Recipe, 'split' | 'features'>>,
  column: RoleFacts,
  rows: number,
): PlannedRole {
  const chosen = Object.hasOwn(recipe.columns, column.name) ? recipe.columns[column.name] : undefined;
  const type = chosen?.type ?? column.type;
  if (recipe.target === column.name) return { role: 'target', type, chosen: true, reason: null };
  // Whoever groups columns wants them, also those that are constant or look like names of rows.
  if (recipe.features !== undefined && sequencePlaces(recipe.features).has(column.name)) {
    return { role: 'input', type, chosen: true, reason: null };
  }
  if (chosen !== undefined && chosen.role !== 'target') {
    return {
      role: chosen.role,
      type,
      chosen: true,
      reason: chosen.role === 'ignore' ? 'you left it out' : null,
    };
  }
  const reason = exclusionBySplit(recipe.split, column.name) ?? defaultExclusion({ ...column, type }, rows);
  return { role: reason === null ? 'input' : 'ignore', type, chosen: false, reason };
}

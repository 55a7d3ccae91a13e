import { StrongroomError, type Column, type Profile } from '../../src-main/contract';
import { defaultExclusion, planTask } from '../../src-main/contract/planning';

/** Types of columns that people usually want to predict. */
const usualTypes = new Set(['category', 'boolean', 'integer', 'decimal']);

/** Why a column cannot be predicted, as the plan would say it; null when it can, or when that is not known yet. */
export function targetProblem(column: Pick<Column, 'name'>, profile: Profile | null): string | null {
  const summary = profile?.columns.find(({ name }) => name === column.name);
  if (summary === undefined) return null;
  try {
    planTask({ task: 'auto' }, summary);
    return null;
  } catch (error) {
    if (!(error instanceof StrongroomError)) throw error;
    return error.expected === undefined ||
      error.received === undefined ||
      error.code === 'TARGET_SINGLE_CLASS'
      ? error.message
      : `${error.message} It has ${error.received}; ${error.expected} can be predicted.`;
  }
}

/**
 * The column to propose for prediction: the last one that training would not leave out by itself. The first column
 * when there is none, null without columns.
 */
export function proposedTarget(columns: readonly Column[], profile: Profile | null): Column | null {
  const suited = columns.filter((column) => {
    const summary = profile?.columns.find(({ name }) => name === column.name);
    // Without a summary there is nothing to say of how many values a column has.
    const facts = { missing: 0, distinct: 0, ...summary, ...column };
    return (
      usualTypes.has(column.type) &&
      defaultExclusion(facts, profile?.rows ?? 0) === null &&
      targetProblem(column, profile) === null
    );
  });
  return suited.at(-1) ?? columns[0] ?? null;
}

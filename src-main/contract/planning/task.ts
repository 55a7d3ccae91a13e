import { StrongroomError } from '../errors';
import type { ColumnSummary } from '../schemas/data';
import type { Recipe, Task } from '../schemas/recipe';

export interface PlannedTask {
  task: Task;
  /** Why that task, in words. */
  reason: string;
}

/** A whole number with at most this many different values is taken for a class: a grade, a number of cylinders. */
const mostIntegerClasses = 10;
/** More classes than this cannot be told apart by a table of scores, nor learned from a usual number of rows. */
export const mostClasses = 200;

type Target = Pick<ColumnSummary, 'name' | 'type' | 'distinct'>;

const isMoment = (target: Target): boolean => target.type === 'date' || target.type === 'datetime';
const isNumber = (target: Target): boolean => target.type === 'integer' || target.type === 'decimal';

function singleClass({ name }: Target): StrongroomError {
  return new StrongroomError('TARGET_SINGLE_CLASS', `The column ${name} has a single value.`, {
    expected: 'at least two different values to tell apart',
    received: 'one value in every row that has any',
    next: 'Choose another column to predict, or bring rows with other values.',
  });
}

function unsuitable(target: Target, expected: string, received: string): StrongroomError {
  return new StrongroomError(
    'TARGET_UNSUITABLE',
    `The column ${target.name} does not suit as the one to predict.`,
    {
      expected,
      received,
      next: 'Choose another column to predict, or another task.',
    },
  );
}

function classification(target: Target, what: string): PlannedTask {
  if (target.distinct > mostClasses) {
    throw unsuitable(target, `at most ${mostClasses} classes`, `${target.distinct} different values`);
  }
  return target.distinct === 2
    ? { task: 'binary', reason: `${target.name} has two different ${what}` }
    : { task: 'multiclass', reason: `${target.name} has ${target.distinct} different ${what}` };
}

/** What "auto" means for a column, by its type and how many different values it has. */
function infer(target: Target): PlannedTask {
  if (target.type === 'decimal' && target.distinct > 2) {
    return { task: 'regression', reason: `${target.name} holds decimal numbers` };
  }
  if (target.type === 'integer' && target.distinct > mostIntegerClasses) {
    return { task: 'regression', reason: `${target.name} holds many different whole numbers` };
  }
  return classification(target, isNumber(target) ? 'numbers' : 'values');
}

/**
 * The task that a recipe sets, chosen or inferred. Throws TARGET_SINGLE_CLASS or TARGET_UNSUITABLE when the column
 * cannot be predicted that way.
 */
export function planTask(recipe: Pick<Recipe, 'task'>, target: Target): PlannedTask {
  if (target.distinct < 2) throw singleClass(target);
  if (isMoment(target)) throw unsuitable(target, 'numbers, categories or booleans', 'dates');
  if (recipe.task === 'auto') return infer(target);
  if (recipe.task === 'regression') {
    if (!isNumber(target))
      throw unsuitable(target, 'numbers, for a regression', `values of type ${target.type}`);
    return { task: 'regression', reason: 'you chose it' };
  }
  if (recipe.task === 'binary' && target.distinct !== 2) {
    throw unsuitable(target, 'two different values, for two classes', `${target.distinct} different values`);
  }
  const { task } = classification(target, 'values');
  // Two classes are learned the same way whatever they are called.
  return { task, reason: 'you chose it' };
}

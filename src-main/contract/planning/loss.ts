import { StrongroomError } from '../errors';
import type { Task } from '../schemas/recipe';
import type { LossName, Monitor, Training } from '../schemas/training';

const suiting: Record<Task, readonly LossName[]> = {
  regression: ['mean-squared-error', 'mean-absolute-error', 'huber', 'poisson', 'quantile'],
  binary: ['cross-entropy'],
  multiclass: ['cross-entropy'],
};

const monitorsOf: Record<'numbers' | 'classes', readonly Monitor[]> = {
  numbers: ['loss', 'rmse', 'mae', 'r2'],
  classes: ['loss', 'accuracy', 'f1', 'roc_auc', 'log_loss'],
};

/** The losses that a task can be trained by; the first is what `auto` takes. */
export const lossesFor = (task: Task): readonly LossName[] => suiting[task];

/** What can be watched on the validation rows of a task. */
export const monitorsFor = (task: Task): readonly Monitor[] =>
  monitorsOf[task === 'regression' ? 'numbers' : 'classes'];

/** Whether more of it is better. */
export const risesWhenBetter = (monitor: Monitor): boolean =>
  monitor === 'accuracy' || monitor === 'f1' || monitor === 'roc_auc' || monitor === 'r2';

/**
 * The loss that a recipe trains by. Throws LOSS_UNSUITABLE when the loss, or what is watched for stopping, does not
 * suit the task.
 */
export function planLoss(training: Pick<Training, 'loss' | 'stopping'>, task: Task): LossName {
  const what = task === 'regression' ? 'a number' : 'a class';
  const possible = lossesFor(task);
  const loss = possible.find((name) => training.loss === 'auto' || name === training.loss);
  if (loss === undefined) {
    throw new StrongroomError('LOSS_UNSUITABLE', `The loss ${training.loss} does not suit ${what}.`, {
      expected: `one of auto, ${possible.join(', ')}`,
      received: training.loss,
      next: 'Choose the loss auto, or another column to predict.',
    });
  }
  const { monitor } = training.stopping;
  if (!monitorsFor(task).includes(monitor)) {
    throw new StrongroomError('LOSS_UNSUITABLE', `${monitor} cannot be watched where ${what} is predicted.`, {
      expected: `one of ${monitorsFor(task).join(', ')}`,
      received: monitor,
      next: 'Watch the loss, or another score.',
    });
  }
  return loss;
}

/** Throws TARGET_UNSUITABLE when a loss that counts meets values below zero. @param least of the column to predict. */
export function requireCounts(loss: LossName, column: string, least: number | null): void {
  if (loss !== 'poisson' || least === null || least >= 0) return;
  throw new StrongroomError(
    'TARGET_UNSUITABLE',
    `The Poisson loss counts, and ${column} has values below zero.`,
    {
      expected: 'values of zero and above',
      received: String(least),
      next: 'Choose another loss, such as the mean squared error.',
    },
  );
}

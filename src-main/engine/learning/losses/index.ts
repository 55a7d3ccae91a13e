import type { Task } from '../../../contract/schemas/recipe';
import type { LossName, LossOptions } from '../../../contract/schemas/training';
import { binaryCrossEntropy } from './binary-cross-entropy';
import { categoricalCrossEntropy } from './categorical-cross-entropy';
import { balancedWeights, countClasses } from './class-weights';
import { huber } from './huber';
import type { Loss } from './loss';
import { meanAbsoluteError } from './mean-absolute-error';
import { meanSquaredError } from './mean-squared-error';
import { poisson } from './poisson';
import { quantile } from './quantile';

export type { Loss } from './loss';

interface LossSetting {
  options: LossOptions;
  task: Task;
  /** Of the training rows, as the loss takes it. */
  target: ArrayLike<number>;
  classes: number;
}

const makers: Record<LossName, (setting: LossSetting) => Loss> = {
  'mean-squared-error': () => meanSquaredError,
  'mean-absolute-error': () => meanAbsoluteError,
  huber: ({ options }) => huber(options.delta),
  poisson: () => poisson,
  quantile: ({ options }) => quantile(options.quantile),
  'cross-entropy': ({ options, task, target, classes }) => {
    const weights = options.classWeights === 'none' ? null : balancedWeights(countClasses(target, classes));
    return (task === 'binary' ? binaryCrossEntropy : categoricalCrossEntropy)({ ...options, weights });
  },
};

/** The loss of that name for one set of training rows. @param classes how many there are; 0 for numbers. */
export function lossOf(name: LossName, setting: LossSetting): Loss {
  return makers[name](setting);
}

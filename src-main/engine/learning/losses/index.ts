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
export { answerOfMembers, lossOfMembers } from './members';

interface LossSetting {
  options: LossOptions;
  task: Task;
  /** Of the training rows, as the loss takes it. */
  target: ArrayLike<number>;
  classes: number;
  /** What they are called, for weights by hand. */
  names?: readonly string[];
}

/** What each class counts; null when all rows count the same. */
function weightsOf({ options, target, classes, names = [] }: LossSetting): number[] | null {
  const { classWeights, handWeights } = options;
  if (classWeights === 'none') return null;
  if (classWeights === 'balanced') return balancedWeights(countClasses(target, classes));
  return Array.from({ length: classes }, (_, place) => {
    const name = names[place] ?? '';
    return Object.hasOwn(handWeights, name) ? (handWeights[name] ?? 1) : 1;
  });
}

const makers: Record<LossName, (setting: LossSetting) => Loss> = {
  'mean-squared-error': () => meanSquaredError,
  'mean-absolute-error': () => meanAbsoluteError,
  huber: ({ options }) => huber(options.delta),
  poisson: () => poisson,
  quantile: ({ options }) => quantile(options.quantile),
  'cross-entropy': (setting) =>
    (setting.task === 'binary' ? binaryCrossEntropy : categoricalCrossEntropy)({
      ...setting.options,
      weights: weightsOf(setting),
    }),
};

/** The loss of that name for one set of training rows. @param classes how many there are; 0 for numbers. */
export function lossOf(name: LossName, setting: LossSetting): Loss {
  return makers[name](setting);
}

import type { OptimizerName, Training } from '../../../contract/schemas/training';
import { adagrad } from './adagrad';
import { adamWith } from './adam';
import { adamw } from './adamw';
import type { Optimizer } from './optimizer';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

export type { Optimizer, Update } from './optimizer';

export type OptimizerSettings = Pick<Training, 'optimizer' | 'momentum' | 'nesterov' | 'weightDecay'> &
  Partial<Pick<Training, 'beta2'>>;

/** Every optimizer, one file each. */
const makers: Record<OptimizerName, (settings: OptimizerSettings) => Optimizer> = {
  sgd,
  rmsprop: () => rmsprop,
  adagrad: () => adagrad,
  adam: ({ beta2 }) => adamWith(beta2),
  adamw: ({ weightDecay, beta2 }) => adamw(weightDecay, adamWith(beta2)),
};

/** The optimizer that a recipe names. */
export function optimizerOf(settings: OptimizerSettings): Optimizer {
  return makers[settings.optimizer](settings);
}

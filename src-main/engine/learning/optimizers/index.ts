import type { OptimizerName, Training } from '../../../contract/schemas/training';
import { adagrad } from './adagrad';
import { adam } from './adam';
import { adamw } from './adamw';
import type { Optimizer } from './optimizer';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

export type { Optimizer, Update } from './optimizer';

export type OptimizerSettings = Pick<Training, 'optimizer' | 'momentum' | 'nesterov' | 'weightDecay'>;

/** Every optimizer, one file each. */
const makers: Record<OptimizerName, (settings: OptimizerSettings) => Optimizer> = {
  sgd,
  rmsprop: () => rmsprop,
  adagrad: () => adagrad,
  adam: () => adam,
  adamw: ({ weightDecay }) => adamw(weightDecay),
};

/** The optimizer that a recipe names. */
export function optimizerOf(settings: OptimizerSettings): Optimizer {
  return makers[settings.optimizer](settings);
}

import type { OptimizerName, Training } from '../schemas/training';

/** What suits each optimizer on standardised columns; Adam's is what the default network was tuned with. */
const usual: Record<OptimizerName, number> = {
  sgd: 0.03,
  rmsprop: 0.001,
  adagrad: 0.03,
  adam: 0.003,
  adamw: 0.003,
};

/** The rate that a recipe trains with: its own, or the usual one of its optimizer. */
export function learningRateOf({
  learningRate,
  optimizer,
}: Pick<Training, 'learningRate' | 'optimizer'>): number {
  return learningRate ?? usual[optimizer];
}

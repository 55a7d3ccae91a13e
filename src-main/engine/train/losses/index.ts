import type { Task } from '../../../contract/schemas/recipe';
import type { Loss } from '../../runtimes/runtime';
import { binaryCrossEntropy } from './binary-cross-entropy';
import { meanSquaredError } from './mean-squared-error';
import { softmaxCrossEntropy } from './softmax-cross-entropy';

/** The loss that each task is trained by. */
export const losses: Record<Task, { name: string; loss: Loss }> = {
  regression: { name: 'mean squared error', loss: meanSquaredError },
  binary: { name: 'binary cross-entropy', loss: binaryCrossEntropy },
  multiclass: { name: 'softmax cross-entropy', loss: softmaxCrossEntropy },
};

import * as tf from '@tensorflow/tfjs-core';
import { keepingValues } from '../../learning/flat';
import type { TrainingStep } from '../../learning/step';
import type { Graph } from '../graph/graph';
import { simplifyTraining } from '../passes';
import { skippedProducts } from '../trace/skipped';
import { record } from '../trace/trace';

/**
 * The graph of one training step. Inputs are the step's state, x, y, its scalars and its noise; outputs are the state,
 * the loss and the gradient. The network is left as it was.
 * @param width columns of x. @throws KERNEL_NOT_SUPPORTED when a part of it cannot be traced.
 */
export function traceStep(step: TrainingStep, batch: number, width: number): Graph {
  tf.engine().startScope('training step');
  const state = Object.entries(step.initialState()).map(([name, values]) => [name, tf.tensor1d(values)]);
  const factors = Object.keys(step.factors(1, 1)).map((name) => [name, tf.scalar(1)]);
  const inputs: tf.NamedTensorMap = {
    ...Object.fromEntries(state),
    x: tf.zeros([batch, width]),
    y: tf.zeros([batch, step.targets]),
    ...Object.fromEntries(factors),
    ...Object.fromEntries(step.noise.map(({ name, shape }) => [name, tf.ones(shape)])),
  };
  try {
    const { graph } = keepingValues(step.variables.all, () =>
      record((given) => step.run(given), inputs, skippedProducts),
    );
    return simplifyTraining(graph);
  } finally {
    tf.engine().endScope();
  }
}

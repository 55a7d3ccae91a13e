import type { JobOptions } from './support';

/** Every loss, optimizer and regularization in a small network, by name. */
export const learningCases: [string, JobOptions][] = [
  ...(['mean-absolute-error', 'huber', 'poisson', 'quantile'] as const).map((loss): [string, JobOptions] => [
    loss,
    { task: 'regression', training: { loss, lossOptions: { quantile: 0.8, delta: 0.5 } } },
  ]),
  ...(['binary', 'multiclass'] as const).map((task): [string, JobOptions] => [
    `${task}, smoothed, focal and balanced`,
    { task, training: { lossOptions: { labelSmoothing: 0.1, focalGamma: 2, classWeights: 'balanced' } } },
  ]),
  ...(['sgd', 'rmsprop', 'adagrad', 'adam', 'adamw'] as const).map((optimizer): [string, JobOptions] => [
    optimizer,
    { task: 'multiclass', training: { optimizer } },
  ]),
  ['sgd without momentum', { task: 'binary', training: { optimizer: 'sgd', momentum: 0 } }],
  ['sgd with plain momentum', { task: 'binary', training: { optimizer: 'sgd', nesterov: false } }],
  ['l1 and l2', { task: 'binary', training: { regularization: { l1: 0.001, l2: 0.01 } } }],
  ['max-norm', { task: 'multiclass', training: { regularization: { maxNorm: 0.8 } } }],
  ['clipping by norm', { task: 'regression', training: { regularization: { clipNorm: 0.2 } } }],
  ['clipping by value', { task: 'regression', training: { regularization: { clipValue: 0.02 } } }],
];

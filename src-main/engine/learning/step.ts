import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import type { Regularization } from '../../contract/schemas/training';
import { asMatrix } from '../features/tensors';
import { assignWeights, flatWeights, flatten, parametersName, statisticsName, variablesOf } from './flat';
import type { NetworkVariables } from './flat';
import type { Loss } from './losses';
import { giveNoise, noiseInputs } from './noise';
import type { NoiseInput } from './noise';
import type { Optimizer } from './optimizers';
import { clipByNorm, clipByValue } from './regularization/clipping';
import { limitNorms } from './regularization/max-norm';
import { addPenalty } from './regularization/penalty';

/** What a step makes of a batch. */
export interface StepSpecification {
  network: LayersModel;
  loss: Loss;
  optimizer: Optimizer;
  regularization: Regularization;
  /** Rows of each step. */
  batchSize: number;
  /** What changes the rows of each step, and how many values each is to predict then. */
  augment?: { targets: number };
}

export const lossName = 'loss';
/** Of the loss by the parameters, before penalties and clipping: given by each step, taken by none. */
export const gradientName = 'gradient';

const vector = (tensor: tf.Tensor): tf.Tensor1D => tf.reshape<tf.Rank.R1>(tensor, [tensor.size]);

function input(inputs: tf.NamedTensorMap, name: string): tf.Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new StrongroomError('INTERNAL', `The step has no input ${name}.`);
  return tensor;
}

/** Whether a variable is of a kernel: biases and scales of several members or columns have more axes than one, too. */
const isKernel = ({ rank, name }: tf.Variable): boolean => rank > 1 && !/(bias|scale)(_\d+)?$/.test(name);

/**
 * One step of training as a function of tensors: forward, loss, gradients, penalties, clipping, optimizer. Runtimes run
 * it as it is or trace it. Its state is a few flat vectors, so that an update is a handful of operations however many
 * layers there are.
 */
export class TrainingStep {
  readonly variables: NetworkVariables;
  readonly noise: NoiseInput[];
  /** What goes from one step to the next, all vectors; the parameters come first. */
  readonly stateNames: readonly string[];
  private readonly slotNames: readonly string[];

  constructor(private readonly specification: StepSpecification) {
    const { network, optimizer, batchSize } = specification;
    this.variables = variablesOf(network);
    this.noise = noiseInputs(network, batchSize);
    this.slotNames = Object.keys(optimizer.slots);
    const statistics = this.variables.moving.length > 0 ? [statisticsName] : [];
    this.stateNames = [parametersName, ...this.slotNames, ...statistics];
  }

  /** Values that each row is to predict. */
  get targets(): number {
    return this.specification.augment?.targets ?? 1;
  }

  /** What the state begins with: the weights that the network has. */
  initialState(): Record<string, Float32Array> {
    const length = this.variables.trainable.reduce((sum, { size }) => sum + size, 0);
    const slots = Object.entries(this.specification.optimizer.slots).map(
      ([name, initial]): [string, Float32Array] => [name, new Float32Array(length).fill(initial)],
    );
    return { ...flatWeights(this.variables), ...Object.fromEntries(slots) };
  }

  /** Rows of a batch. */
  get batchSize(): number {
    return this.specification.batchSize;
  }

  /** Scalars of one step. @param step from 1. */
  factors(learningRate: number, step: number): Readonly<Record<string, number>> {
    return this.specification.optimizer.factors(learningRate, step);
  }

  /** Lets the network have the weights of a state, as tfjs operations, so that a trace sees where they are from. */
  assign(state: tf.NamedTensorMap): void {
    assignWeights(this.variables, state);
  }

  /** The weights of a state, in the order of `network.weights`. */
  weightsOf(state: Readonly<Record<string, Float32Array>>): Float32Array[] {
    return this.variables.inOrder(state[parametersName], state[statisticsName]);
  }

  /**
   * Runs the step. The network's variables are assigned on the way.
   * @param given the state by `stateNames`, x [batch, ...], y [batch, targets], the scalars of `factors`, and what is drawn
   * for each of `noise`. @returns the next state, the loss, and its gradient.
   */
  run(given: tf.NamedTensorMap): tf.NamedTensorMap {
    const { network, loss, optimizer } = this.specification;
    const { trainable, moving } = this.variables;
    this.assign(given);
    giveNoise(this.noise, given);
    try {
      const { value, grads } = tf.variableGrads(() => {
        const output = network.apply(input(given, 'x'), { training: true });
        if (!(output instanceof tf.Tensor)) throw new TypeError('The network has more than one output.');
        return loss(asMatrix(output), asMatrix(input(given, 'y')));
      }, [...trainable]);
      const parameters = vector(input(given, parametersName));
      const gradient = tf.concat1d(trainable.map(({ name }) => vector(input(grads, name))));
      const slots = Object.fromEntries(this.slotNames.map((name) => [name, vector(input(given, name))]));
      const next = optimizer.update({
        parameters,
        gradient: this.regularized(gradient, parameters),
        slots,
        factors: given,
        kernels: () => this.kernels(),
      });
      return {
        [parametersName]: this.limited(next.parameters),
        ...next.slots,
        ...(moving.length > 0 ? { [statisticsName]: tf.concat1d(moving.map(vector)) } : {}),
        [lossName]: value,
        [gradientName]: gradient,
      };
    } finally {
      giveNoise(this.noise, null);
    }
  }

  /** 1 where a parameter is of a kernel, else 0. */
  private kernels(): tf.Tensor1D {
    const parts = this.variables.trainable.map((variable) =>
      new Float32Array(variable.size).fill(isKernel(variable) ? 1 : 0),
    );
    return tf.tensor1d(flatten(parts));
  }

  private regularized(gradient: tf.Tensor1D, parameters: tf.Tensor1D): tf.Tensor1D {
    const { l1, l2, clipNorm, clipValue } = this.specification.regularization;
    const penalised =
      l1 > 0 || l2 > 0 ? addPenalty(gradient, parameters, this.kernels(), { l1, l2 }) : gradient;
    const cut = clipValue === null ? penalised : clipByValue(penalised, clipValue);
    return clipNorm === null ? cut : clipByNorm(cut, clipNorm);
  }

  private limited(parameters: tf.Tensor1D): tf.Tensor1D {
    const { maxNorm } = this.specification.regularization;
    if (maxNorm === null) return parameters;
    return limitNorms(
      parameters,
      this.variables.trainable.map(({ shape }) => shape),
      maxNorm,
    );
  }
}

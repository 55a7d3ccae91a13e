import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape } from '@tensorflow/tfjs-layers';

type Activation = NonNullable<Parameters<typeof layers.activation>[0]['activation']>;
type Inputs = Parameters<layers.RNNCell['call']>[0];

export interface ResetAfterGRUCellOptions {
  name?: string;
  /** Length of the state. */
  units: number;
  activation?: Activation;
  recurrentActivation?: Activation;
  useBias?: boolean;
}

/**
 * One step of the gated recurrent unit whose reset gate works after the matrix product, as in Keras' GRU with
 * reset_after (and in cuDNN): z and r are recurrentActivation(x W + b + h U + c), the candidate is
 * activation(x W + b + r (h U + c)), and the state becomes z h + (1 - z) candidate. TensorFlow.js has the other variant only.
 * Weights as in Keras: kernel [features, 3 units], recurrent kernel [units, 3 units], bias [2, 3 units]; z, r, candidate.
 */
export class ResetAfterGRUCell extends layers.RNNCell {
  static readonly className = 'ResetAfterGRUCell';
  readonly units: number;
  readonly stateSize: number;
  private readonly useBias: boolean;
  private readonly activation: Activation;
  private readonly recurrentActivation: Activation;
  private readonly ofState: ReturnType<typeof layers.activation>;
  private readonly ofGates: ReturnType<typeof layers.activation>;
  private kernel: LayerVariable | undefined;
  private recurrentKernel: LayerVariable | undefined;
  private bias: LayerVariable | undefined;

  constructor(options: ResetAfterGRUCellOptions) {
    super(options.name === undefined ? {} : { name: options.name });
    this.units = options.units;
    this.stateSize = options.units;
    this.useBias = options.useBias ?? true;
    this.activation = options.activation ?? 'tanh';
    this.recurrentActivation = options.recurrentActivation ?? 'sigmoid';
    this.ofState = layers.activation({ activation: this.activation });
    this.ofGates = layers.activation({ activation: this.recurrentActivation });
  }

  override build(inputShape: Shape | Shape[]): void {
    const [first] = inputShape;
    const shape = Array.isArray(first) ? first : inputShape;
    const features = shape.at(-1);
    const width = 3 * this.units;
    const random = initializers.glorotNormal({});
    this.kernel = this.addWeight(
      'kernel',
      [typeof features === 'number' ? features : 1, width],
      'float32',
      random,
    );
    this.recurrentKernel = this.addWeight('recurrent_kernel', [this.units, width], 'float32', random);
    if (this.useBias) this.bias = this.addWeight('bias', [2, width], 'float32', initializers.zeros());
    super.build(inputShape);
  }

  /** @param inputs the step [rows, features] and the state [rows, units]. @returns the state twice. */
  override call(inputs: Inputs): tf.Tensor[] {
    return tf.tidy(() => {
      const [x, h]: (tf.Tensor | undefined)[] = Array.isArray(inputs) ? inputs : [inputs];
      if (x === undefined || h === undefined) throw new TypeError('A cell takes a step and a state.');
      const fromStep = tf.split(this.product(x, this.kernel, 0), 3, 1);
      const fromState = tf.split(this.product(h, this.recurrentKernel, 1), 3, 1);
      const sum = (part: number): tf.Tensor => tf.add(fromStep[part] ?? x, fromState[part] ?? h);
      const z = this.through(this.ofGates, sum(0));
      const r = this.through(this.ofGates, sum(1));
      const candidate = this.through(this.ofState, tf.add(fromStep[2] ?? x, tf.mul(r, fromState[2] ?? h)));
      const next = tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate));
      return [next, next];
    });
  }

  private product(x: tf.Tensor, weight: LayerVariable | undefined, row: number): tf.Tensor {
    const product = tf.matMul(x, weight?.read() ?? tf.scalar(0));
    return this.bias === undefined ? product : tf.add(product, tf.slice(this.bias.read(), [row, 0], [1, -1]));
  }

  private through(layer: ReturnType<typeof layers.activation>, x: tf.Tensor): tf.Tensor {
    const y = layer.call(x, {});
    return Array.isArray(y) ? (y[0] ?? x) : y;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { units, useBias, activation, recurrentActivation } = this;
    return { ...super.getConfig(), units, useBias, activation, recurrentActivation };
  }
}

export interface ResetAfterGRUOptions extends ResetAfterGRUCellOptions {
  returnSequences?: boolean;
  /** Whether it goes from the last step to the first. */
  goBackwards?: boolean;
}

/** A layer of `ResetAfterGRUCell`: [rows, steps, features] to [rows, units], or to [rows, steps, units] with returnSequences. */
export class ResetAfterGRU extends layers.RNN {
  static override readonly className: string = 'ResetAfterGRU';

  constructor({ name, returnSequences, goBackwards, ...options }: ResetAfterGRUOptions) {
    super({
      cell: new ResetAfterGRUCell({ ...options, name: `${name ?? 'gru'}_cell` }),
      returnSequences: returnSequences ?? false,
      goBackwards: goBackwards ?? false,
      ...(name === undefined ? {} : { name }),
    });
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    make: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new make(config);
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { OwnWeightsLayer, evenly } from './own-weights';

export interface MemberOutputOptions {
  name: string;
  /** Of each member. */
  units: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/**
 * The answers of several members, each linear in its own values with weights of its own; these begin evenly between
 * -1 / sqrt(values) and 1 / sqrt(values), so that members differ from the start (Gorishniy and others, 2024, "TabM").
 * [rows, members, values] to [rows, members x units], member after member.
 */
export class MemberOutput extends OwnWeightsLayer {
  static readonly className = 'MemberOutput';
  readonly units: number;
  private kernel: LayerVariable | undefined;
  private bias: LayerVariable | undefined;

  constructor({ name, units }: MemberOutputOptions) {
    super({ name });
    this.units = units;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [, members, values] = inputShape;
    if (typeof members !== 'number' || typeof values !== 'number') {
      throw new TypeError('The output of members takes [rows, members, values].');
    }
    this.kernel = this.addWeight('kernel', [members, values, this.units], 'float32', initializers.zeros());
    this.bias = this.addWeight('bias', [members, 1, this.units], 'float32', initializers.zeros());
    super.build(inputShape);
  }

  begin(
    name: string,
    [members = 0, values = 1, units = 0]: readonly number[],
    random: Random,
  ): Float32Array | null {
    return name === 'bias' ? null : evenly(random, members * values * units, 1 / Math.sqrt(values));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [rows = null, members] = inputShape;
    return [rows, (members ?? 0) * this.units];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    const [kernel, bias] = [this.kernel?.read(), this.bias?.read()];
    if (x === undefined || kernel === undefined || bias === undefined) {
      throw new TypeError('The output of members takes one tensor.');
    }
    return tf.tidy(() => {
      const members = x.shape[1] ?? 1;
      const answers = tf.add(tf.matMul(tf.transpose(x, [1, 0, 2]), kernel), bias);
      return tf.reshape(tf.transpose(answers, [1, 0, 2]), [-1, members * this.units]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units };
  }
}

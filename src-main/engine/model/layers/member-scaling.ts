import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { OwnWeightsLayer } from './own-weights';

export interface MemberScalingOptions {
  name: string;
  members: number;
  /** Widths of what begins with one scale a member. */
  chunks: number[];
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];

/**
 * Makes one network into several that share all their layers: each member sees the row scaled by numbers of its own
 * (Gorishniy and others, 2024, "TabM", the mini form). The scales begin as standard normal numbers, one for each chunk
 * of the row, that is for each column of the data. Layers behind it work on rows and members alike, as one product of
 * matrices. [rows, width] to [rows, members, width].
 */
export class MemberScaling extends OwnWeightsLayer {
  static readonly className = 'MemberScaling';
  readonly members: number;
  readonly chunks: number[];
  private scale: LayerVariable | undefined;

  constructor({ name, members, chunks }: MemberScalingOptions) {
    super({ name });
    this.members = members;
    this.chunks = chunks;
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = inputShape.at(-1);
    if (typeof width !== 'number') throw new TypeError('Members take one matrix.');
    this.scale = this.addWeight('scale', [this.members, width], 'float32', initializers.ones());
    super.build(inputShape);
  }

  begin(_name: string, shape: readonly number[], random: Random): Float32Array {
    const [members = 0, width = 0] = shape;
    const whole = this.chunks.reduce((sum, chunk) => sum + chunk, 0) === width;
    const chunks = whole ? this.chunks : new Array<number>(width).fill(1);
    const values = new Float32Array(members * width);
    for (let member = 0, place = 0; member < members; member++) {
      for (const chunk of chunks) {
        values.fill(random.normal(), place, place + chunk);
        place += chunk;
      }
    }
    return values;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [rows = null, width = null] = inputShape;
    return [rows, this.members, width];
  }

  override call(inputs: Inputs): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    const scale = this.scale?.read();
    if (x === undefined || scale === undefined) throw new TypeError('Members take one tensor.');
    return tf.tidy(() => tf.mul(tf.expandDims(x, 1), scale));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), members: this.members, chunks: [...this.chunks] };
  }
}

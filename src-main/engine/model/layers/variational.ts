import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import type { LayerVariable, Shape, layers as layerTypes } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';
import { asMatrix } from '../../features/tensors';
import { cells } from './cells';
import type { CellName, State } from './cells';
import { NoiseLayer } from './noise';

export interface VariationalOptions {
  name: string;
  cell: CellName;
  units: number;
  /** Whether it gives a value for each step, not for the last one only. */
  sequences: boolean;
  /** Whether a second one reads the steps backwards; both are given side by side. */
  bidirectional: boolean;
  /** Share of what goes in and of what is kept that is off in training, from 0 to below 1. */
  rate: number;
}

type Inputs = Parameters<layerTypes.Layer['call']>[0];
type Keywords = Parameters<layerTypes.Layer['call']>[1];

interface Direction {
  kernel: LayerVariable;
  recurrent: LayerVariable;
  bias: LayerVariable;
}

/**
 * An LSTM or GRU with the dropout of Gal and Ghahramani (2016, "A Theoretically Grounded Application of Dropout in
 * Recurrent Neural Networks"): for each row one choice of what is off among its inputs and one among what is kept, the same
 * at every step and for every gate. Without it, it is the layer of Keras with the same weights in the same order.
 * [rows, steps, channels] to [rows, units], or with `sequences` [rows, steps, units]; masked steps leave all as it was.
 */
export class VariationalRecurrent extends NoiseLayer {
  static readonly className = 'VariationalRecurrent';
  readonly options: VariationalOptions;
  private channels = 0;
  private readonly directions: Direction[] = [];

  constructor(options: VariationalOptions) {
    super({ name: options.name });
    this.options = options;
    this.supportsMasking = true;
  }

  get isSilent(): boolean {
    return this.options.rate === 0;
  }

  override noiseShape(batch: number): number[] {
    return [batch, this.directions.length * (this.channels + this.options.units)];
  }

  /** 0 with probability `rate`, else 1 / (1 - rate). */
  fill(random: Random, values: Float32Array): void {
    const { rate } = this.options;
    random.fillBernoulli(values, rate, 0, 1 / (1 - rate));
  }

  override build(inputShape: Shape): void {
    const { cell, units, bidirectional } = this.options;
    const width = cells[cell].gates * units;
    this.channels = inputShape[2] ?? 1;
    for (const name of bidirectional ? ['forward/', 'backward/'] : ['']) {
      const zeros = initializers.zeros();
      const bias = this.addWeight(`${name}bias`, [width], 'float32', zeros);
      // What is kept stays at first (Jozefowicz and others, 2015), as Keras begins.
      if (cell === 'lstm')
        bias.write(tf.tensor1d(Array.from({ length: width }, (_, i) => Number(i >= units && i < 2 * units))));
      this.directions.push({
        kernel: this.addWeight(`${name}kernel`, [this.channels, width], 'float32', zeros),
        recurrent: this.addWeight(`${name}recurrent_kernel`, [units, width], 'float32', zeros),
        bias,
      });
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const { units, sequences, bidirectional } = this.options;
    const width = units * (bidirectional ? 2 : 1);
    return sequences ? [inputShape[0] ?? null, inputShape[1] ?? null, width] : [inputShape[0] ?? null, width];
  }

  override computeMask(_: tf.Tensor | tf.Tensor[], mask?: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [own] = Array.isArray(mask) ? mask : [mask];
    // tfjs takes null for no mask everywhere, but its types do not say so.
    return this.options.sequences && own !== undefined ? own : (null as unknown as tf.Tensor);
  }

  override call(inputs: Inputs, keywords: Keywords): tf.Tensor {
    const x: tf.Tensor | undefined = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('A recurrent layer takes one tensor.');
    const mask: unknown = Array.isArray(keywords['mask']) ? keywords['mask'][0] : keywords['mask'];
    const drawn = keywords['training'] === true ? this.noise : undefined;
    return tf.tidy(() => {
      // Sums of tfjs give masks an axis more.
      const counts =
        mask instanceof tf.Tensor
          ? tf.unstack(tf.reshape(tf.cast(mask, 'float32'), [-1, x.shape[1] ?? 1]), 1)
          : null;
      const made = this.directions.map((_, place) => this.run(x, counts, drawn, place));
      const [first] = made;
      return made.length === 1 && first !== undefined ? first : tf.concat(made, -1);
    });
  }

  /** What was drawn for a direction: of its inputs, then of what it keeps. */
  private off(
    drawn: tf.Tensor | undefined,
    place: number,
    from: number,
    width: number,
  ): tf.Tensor2D | undefined {
    if (drawn === undefined) return undefined;
    const start = place * (this.channels + this.options.units) + from;
    return asMatrix(tf.slice(drawn, [0, start], [-1, width]));
  }

  /** One direction over all steps. @param counts of each step [rows], 1 where it counts. */
  private run(
    x: tf.Tensor,
    counts: tf.Tensor[] | null,
    drawn: tf.Tensor | undefined,
    place: number,
  ): tf.Tensor {
    const { cell, units, sequences } = this.options;
    const direction = this.directions[place];
    if (direction === undefined) throw new TypeError('The layer was not built.');
    const [rows = 0, steps = 0, channels = 1] = x.shape;
    const dropIn = this.off(drawn, place, 0, channels);
    const dropKept = this.off(drawn, place, channels, units);
    const given = dropIn === undefined ? x : tf.mul(x, tf.expandDims(dropIn, 1));
    // The inputs of all steps at once, which is one product instead of many.
    const flat = tf.matMul(tf.reshape(given, [rows * steps, channels]), direction.kernel.read());
    const width = cells[cell].gates * units;
    const all = tf.unstack(tf.reshape(tf.add(flat, direction.bias.read()), [rows, steps, width]), 1);
    const weights = { recurrent: asMatrix(direction.recurrent.read()), units };
    // Zeros by rows that a traced graph does not fix.
    const begin = tf.mul<tf.Tensor2D>(tf.slice(all[0] ?? tf.zeros([rows, width]), [0, 0], [-1, units]), 0);
    let state: State = Array.from({ length: cells[cell].states }, () => begin);
    const outputs = new Array<tf.Tensor>(steps);
    for (let turn = 0; turn < steps; turn++) {
      const step = place === 1 ? steps - 1 - turn : turn;
      const own = all[step];
      if (own === undefined) continue;
      const next = cells[cell].step(asMatrix(own), state, weights, dropKept);
      const count = counts?.[step];
      state = count === undefined ? next : next.map((value, i) => kept(value, state[i] ?? value, count));
      outputs[step] = state[0] ?? own;
    }
    return sequences ? tf.stack(outputs, 1) : (state[0] ?? x);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}

/** The new value where a step counts, else the one before. @param count [rows] of 1 and 0. */
function kept(value: tf.Tensor2D, before: tf.Tensor2D, count: tf.Tensor): tf.Tensor2D {
  const share = tf.expandDims(count, 1);
  return tf.add<tf.Tensor2D>(tf.mul(value, share), tf.mul(before, tf.sub(1, share)));
}

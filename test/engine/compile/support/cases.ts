import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../../../src-main/engine/random';
import type { Comparison } from './compare';

const special = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-30, 3e38];

export type Maker = (random: Random) => number;
export const normal: Maker = (random) => random.normal() * 3;
export const positive: Maker = (random) => Math.exp(random.normal() * 3);
export const unit: Maker = (random) => random.next() * 1.98 - 0.99;
export const halves: Maker = (random) => random.below(41) / 2 - 10;
export const whole: Maker = (random) => random.below(41) - 20;
export const bit: Maker = (random) => random.below(2);
export const id =
  (count: number): Maker =>
  (random) =>
    random.below(count);
/** Every fourth number is NaN, infinite, or at the edge of what float32 holds. */
export const hostile: Maker = (random) =>
  random.below(4) === 0 ? (special[random.below(special.length)] ?? 0) : random.normal() * 3;

export function make(
  random: Random,
  shape: number[],
  maker: Maker,
  type: 'float32' | 'int32' | 'bool' = 'float32',
): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Array.from({ length: size }, () => maker(random));
  return tf.tensor(type === 'float32' ? Float32Array.from(values) : Int32Array.from(values), shape, type);
}

const x = (inputs: Record<string, tf.Tensor>, name = 'x'): tf.Tensor => {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`no input ${name}`);
  return tensor;
};

type Tensors = Record<string, tf.Tensor>;

/** A function of one tensor [rows, 3]. */
export function ofOne(
  operation: (value: tf.Tensor) => tf.Tensor,
  maker: Maker = hostile,
  type: 'float32' | 'int32' | 'bool' = 'float32',
): Comparison {
  return {
    work: (inputs) => ({ y: operation(x(inputs)) }),
    example: (rows, random) => ({ x: make(random, [rows, 3], maker, type) }),
  };
}

/** A function of two tensors, [rows, 3] and [3], so that they are broadcast. */
export function ofTwo(
  operation: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  maker: Maker = hostile,
  type: 'float32' | 'int32' | 'bool' = 'float32',
): Comparison {
  return {
    work: (inputs) => ({ y: operation(x(inputs, 'a'), x(inputs, 'b')) }),
    example: (rows, random) => ({
      a: make(random, [rows, 3], maker, type),
      b: make(random, [3], maker, type),
    }),
  };
}

/** A function of anything. */
export function of(
  operation: (read: (name: string) => tf.Tensor) => tf.Tensor | Tensors,
  example: Comparison['example'],
): Comparison {
  return {
    work: (inputs) => {
      const result = operation((name) => x(inputs, name));
      return result instanceof tf.Tensor ? { y: result } : result;
    },
    example,
  };
}

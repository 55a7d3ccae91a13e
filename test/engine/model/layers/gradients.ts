import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Random } from '../../../../src-main/engine/random';

/** Normal numbers with this deviation. */
export function tensorOf(random: Random, shape: number[], deviation: number): tf.Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length }, () => random.normal() * deviation),
    shape,
  );
}

/** How far a variable is moved to either side: float32 leaves about three digits of the difference. */
const move = 1e-2;
/** Numbers of each variable that are moved, spread over it. */
const probes = 4;

/** Holds the gradients of a value to central differences, (f(v + h) - f(v - h)) / 2h. */
export function expectGradients(variables: readonly tf.Variable[], value: () => tf.Tensor): void {
  tf.tidy(() => {
    const { grads } = tf.variableGrads(() => tf.reshape<tf.Rank.R0>(value(), []), [...variables]);
    for (const variable of variables) {
      const gradient = grads[variable.name]?.dataSync() ?? [];
      const original = Float32Array.from(variable.dataSync());
      const at = (place: number, by: number): number => {
        const moved = original.map((number, index) => (index === place ? number + by : number));
        variable.assign(tf.tensor(moved, variable.shape));
        return value().dataSync()[0] ?? Number.NaN;
      };
      for (let probe = 0; probe < Math.min(probes, original.length); probe++) {
        const place = Math.floor((probe * original.length) / probes) % original.length;
        const difference = (at(place, move) - at(place, -move)) / (2 * move);
        const wanted = gradient[place] ?? Number.NaN;
        expect(Math.abs(wanted - difference)).toBeLessThan(5e-3 * (1 + Math.abs(difference)));
      }
      variable.assign(tf.tensor(original, variable.shape));
    }
  });
}

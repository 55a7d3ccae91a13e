import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { createLayer } from '../../../../src-main/engine/model/layers';
import { encodePositions } from '../../../../src-main/engine/model/layers/positional-encoding';

beforeAll(startTensors);

describe('the encoding of places', () => {
  it('is that of the publication, in numbers worked out by hand', () => {
    const [, , , , first, second, third, fourth] = encodePositions(2, 4, 10_000);
    // Step 1 of 4 columns: sin 1, cos 1, sin 0.01, cos 0.01.
    expect(first).toBeCloseTo(0.841_471, 6);
    expect(second).toBeCloseTo(0.540_302, 6);
    expect(third).toBeCloseTo(0.009_999_83, 8);
    expect(fourth).toBeCloseTo(0.999_95, 6);
    expect([...encodePositions(1, 5, 10_000)]).toEqual([0, 1, 0, 1, 0]);
  });

  it('makes the same distance look the same everywhere: products of two places depend on their distance only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 6 }), (pairs, distance) => {
        const width = 2 * pairs;
        const places = encodePositions(16, width, 100);
        const product = (a: number, b: number): number =>
          Array.from(
            { length: width },
            (_, i) => (places[a * width + i] ?? 0) * (places[b * width + i] ?? 0),
          ).reduce((sum, part) => sum + part, 0);
        const wanted = product(0, distance);
        for (let place = 1; place + distance < 16; place++) {
          expect(product(place, place + distance)).toBeCloseTo(wanted, 4);
        }
      }),
    );
  });

  it('is added to every row, and its gradient is that of its input', () => {
    const layer = createLayer({ kind: 'positionalEncoding', maxWavelength: 20 });
    const x = tf.randomNormal([3, 4, 5], 0, 1, 'float32', 1);
    const difference = tf.sub(layer.apply(x) as tf.Tensor, x);
    const wanted = encodePositions(4, 5, 20);
    difference.dataSync().forEach((value, index) => expect(value).toBeCloseTo(wanted[index % 20] ?? 0, 5));
    const gradient = tf.grad((value: tf.Tensor) => tf.sum(layer.apply(value) as tf.Tensor))(x);
    expect(new Set(gradient.dataSync())).toEqual(new Set([1]));
  });
});

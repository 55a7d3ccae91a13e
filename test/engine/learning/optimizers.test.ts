import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { optimizers } from '../../../src-main/contract/schemas/training';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { optimizerOf } from '../../../src-main/engine/learning/optimizers';
import type { Optimizer, OptimizerSettings } from '../../../src-main/engine/learning/optimizers';
import { keras, largestRelative } from './fixture';

beforeAll(startTensors);

const plain: OptimizerSettings = { optimizer: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 };

/** The parameters after each step with these gradients; all are of kernels. */
function steps(optimizer: Optimizer, start: number[], gradients: number[][], rates: number[]): number[][] {
  let parameters: number[] = start;
  let slots = Object.fromEntries(
    Object.entries(optimizer.slots).map(([name, value]) => [name, start.map(() => value)]),
  );
  return gradients.map((gradient, index) => {
    const factors = Object.entries(optimizer.factors(rates[index] ?? 0, index + 1));
    const next = optimizer.update({
      parameters: tf.tensor1d(parameters),
      gradient: tf.tensor1d(gradient),
      slots: Object.fromEntries(Object.entries(slots).map(([name, values]) => [name, tf.tensor1d(values)])),
      factors: Object.fromEntries(factors.map(([name, value]) => [name, tf.scalar(value)])),
      kernels: () => tf.ones([start.length]),
    });
    parameters = [...next.parameters.dataSync()];
    slots = Object.fromEntries(
      Object.entries(next.slots).map(([name, slot]) => [name, [...slot.dataSync()]]),
    );
    return parameters;
  });
}

describe('steps as Keras steps', () => {
  const settings: Record<string, { settings: Partial<OptimizerSettings>; rates?: number[] }> = {
    sgd: { settings: { optimizer: 'sgd' } },
    rmsprop: { settings: { optimizer: 'rmsprop' } },
    adagrad: { settings: { optimizer: 'adagrad' } },
    adam: { settings: { optimizer: 'adam' } },
    adamw: { settings: { optimizer: 'adamw', weightDecay: 0.02 } },
    momentum: {
      settings: { optimizer: 'sgd', momentum: 0.8 },
      rates: keras.gradients.map(() => 0.03),
    },
    nesterov: {
      settings: { optimizer: 'sgd', momentum: 0.8, nesterov: true },
      rates: keras.gradients.map(() => 0.03),
    },
  };
  test('every optimizer is compared', () => {
    expect(Object.keys(settings)).toEqual(expect.arrayContaining([...optimizers]));
    expect(Object.keys(keras.optimizers).sort()).toEqual(Object.keys(settings).sort());
  });
  test.each(Object.entries(settings))('%s', (name, { settings: own, rates = keras.rates }) => {
    const actual = steps(optimizerOf({ ...plain, ...own }), keras.start, keras.gradients, rates);
    const expected = keras.optimizers[name] ?? [];
    // Keras adds its epsilon before the root is corrected, we after: 1e-7 beside a gradient's size.
    actual.forEach((values, index) =>
      expect(largestRelative(values, expected[index] ?? [])).toBeLessThan(2e-4),
    );
  });
});

describe('steps as tfjs steps, whatever the gradients', () => {
  const made: Record<string, [Partial<OptimizerSettings>, (rate: number) => tf.Optimizer]> = {
    sgd: [{}, (rate) => tf.train.sgd(rate)],
    momentum: [{ momentum: 0.9 }, (rate) => tf.train.momentum(rate, 0.9)],
    nesterov: [{ momentum: 0.9, nesterov: true }, (rate) => tf.train.momentum(rate, 0.9, true)],
    rmsprop: [{ optimizer: 'rmsprop' }, (rate) => tf.train.rmsprop(rate, 0.9, 0, 1e-7)],
    adagrad: [{ optimizer: 'adagrad' }, (rate) => tf.train.adagrad(rate, 0.1)],
    adam: [{ optimizer: 'adam' }, (rate) => tf.train.adam(rate)],
  };
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const vector = fc.array(number, { minLength: 3, maxLength: 3 });
  test.each(Object.entries(made))('%s', (_name, [settings, make]) => {
    fc.assert(
      fc.property(vector, fc.array(vector, { minLength: 1, maxLength: 5 }), (start, gradients) => {
        const oracle = make(0.05);
        const variable = tf.variable(tf.tensor1d(start));
        const expected = gradients.map((gradient) => {
          oracle.applyGradients({ [variable.name]: tf.tensor1d(gradient) });
          return [...variable.dataSync()];
        });
        variable.dispose();
        oracle.dispose();
        const actual = steps(
          optimizerOf({ ...plain, ...settings }),
          start,
          gradients,
          gradients.map(() => 0.05),
        );
        actual.forEach((values, index) =>
          expect(largestRelative(values, expected[index] ?? [])).toBeLessThan(1e-3),
        );
      }),
      { numRuns: 40 },
    );
  });
});

test('weight decay leaves biases alone', () => {
  const optimizer = optimizerOf({ ...plain, optimizer: 'adamw', weightDecay: 0.5 });
  const update = optimizer.update({
    parameters: tf.tensor1d([2, 2]),
    gradient: tf.zeros([2]),
    slots: { first: tf.zeros([2]), second: tf.zeros([2]) },
    factors: Object.fromEntries(
      Object.entries(optimizer.factors(0.1, 1)).map(([name, value]) => [name, tf.scalar(value)]),
    ),
    kernels: () => tf.tensor1d([1, 0]),
  });
  const [kernel, bias] = update.parameters.dataSync();
  expect(kernel).toBeCloseTo(2 * (1 - 0.1 * 0.5), 6);
  expect(bias).toBe(2);
});

import * as tf from '@tensorflow/tfjs-core';
// Brings the gradients of operations.
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { lossOptionsSchema } from '../../../src-main/contract/schemas/training';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { lossOf } from '../../../src-main/engine/learning/losses';
import { balancedWeights, countClasses } from '../../../src-main/engine/learning/losses/class-weights';
import { keras, largestRelative } from './fixture';

beforeAll(startTensors);

const column = (values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);

describe('value and gradient as Keras has them', () => {
  test.each(
    keras.losses.map(
      (item, index) => [`${item.name} ${JSON.stringify(item.options)} ${index}`, item] as const,
    ),
  )('%s', (_name, { name, options, columns, output, target, value, gradient }) => {
    const loss = lossOf(name, {
      options: lossOptionsSchema.parse(options),
      task: name !== 'cross-entropy' ? 'regression' : columns === 1 ? 'binary' : 'multiclass',
      target,
      classes: columns === 1 ? 2 : columns,
    });
    const x = tf.tensor2d(output, [target.length, columns]);
    const { value: actual, grad } = tf.valueAndGrad((at: tf.Tensor) =>
      loss(tf.reshape<tf.Rank.R2>(at, x.shape), column(target)),
    )(x);
    expect(actual.dataSync()[0]).toBeCloseTo(value, 5);
    expect(largestRelative(grad.dataSync(), gradient)).toBeLessThan(1e-4);
  });
});

test('the quantile loss is least at the quantile', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 20, maxLength: 60 }),
      fc.constantFrom(0.1, 0.25, 0.5, 0.9),
      (values, q) => {
        const loss = lossOf('quantile', {
          options: lossOptionsSchema.parse({ quantile: q }),
          task: 'regression',
          target: [],
          classes: 0,
        });
        const at = (guess: number): number =>
          loss(column(values.map(() => guess)), column(values)).dataSync()[0] ?? Number.NaN;
        const sorted = [...values].sort((a, b) => a - b);
        const best = Math.min(...sorted.map(at));
        // The empirical quantile: the least value with at least that share at or below it.
        const quantile = sorted[Math.ceil(q * sorted.length) - 1] ?? 0;
        expect(at(quantile)).toBeLessThanOrEqual(best * (1 + 1e-5) + 1e-4);
      },
    ),
    { numRuns: 30 },
  );
});

describe('class weights', () => {
  test('are those of scikit-learn', () => {
    // compute_class_weight('balanced', classes=[0, 1, 2], y=[0] * 5 + [1] * 3 + [2] * 2), scikit-learn 1.9
    const target = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
    expect(countClasses(target, 3)).toEqual([5, 3, 2]);
    const weights = balancedWeights(countClasses(target, 3));
    [0.666_666_667, 1.111_111_111, 1.666_666_667].forEach((weight, index) =>
      expect(weights[index]).toBeCloseTo(weight, 8),
    );
  });

  test.each(['binary', 'multiclass'] as const)('let every class of a %s task count the same', (task) => {
    const target = [0, 0, 0, 0, 0, 0, 1, 1];
    const logits = task === 'binary' ? column(target.map(() => 0)) : tf.zeros<tf.Rank.R2>([target.length, 2]);
    const loss = lossOf('cross-entropy', {
      options: lossOptionsSchema.parse({ classWeights: 'balanced' }),
      task,
      target,
      classes: 2,
    });
    const gradient = tf.grad((at: tf.Tensor) =>
      loss(tf.reshape<tf.Rank.R2>(at, logits.shape), column(target)),
    )(logits);
    // With even logits the pulls of both classes cancel out exactly.
    expect(tf.sum(gradient, 0).dataSync()[0]).toBeCloseTo(0, 7);
    expect(loss(logits, column(target)).dataSync()[0]).toBeCloseTo(Math.log(2), 6);
  });

  test('by hand weigh as repeated rows do, and classes without a weight count 1', () => {
    const target = [0, 1, 1];
    const logits = tf.tensor2d([0.3, -0.2, 1, 0.5, -0.4, 0.1], [3, 2]);
    const options = lossOptionsSchema.parse({ classWeights: 'by-hand', handWeights: { rare: 3 } });
    const setting = { task: 'multiclass' as const, classes: 2 };
    const weighted = lossOf('cross-entropy', { ...setting, options, target, names: ['rare', 'usual'] });
    const plain = lossOf('cross-entropy', { ...setting, options: lossOptionsSchema.parse({}), target });
    const repeated = tf.gather(logits, tf.tensor1d([0, 0, 0, 1, 2], 'int32'));
    const sumOfRepeated = 5 * (plain(repeated, column([0, 0, 0, 1, 1])).dataSync()[0] ?? Number.NaN);
    expect(3 * (weighted(logits, column(target)).dataSync()[0] ?? Number.NaN)).toBeCloseTo(sumOfRepeated, 5);
  });

  test('a share of each class is the mean of what the classes would cost', () => {
    const logits = tf.tensor2d([0.3, -0.2, 1], [1, 3]);
    const loss = lossOf('cross-entropy', {
      options: lossOptionsSchema.parse({}),
      task: 'multiclass',
      target: [0],
      classes: 3,
    });
    const of = (wanted: tf.Tensor2D): number => loss(logits, wanted).dataSync()[0] ?? Number.NaN;
    expect(of(tf.tensor2d([0.7, 0, 0.3], [1, 3]))).toBeCloseTo(
      0.7 * of(column([0])) + 0.3 * of(column([2])),
      6,
    );
  });
});

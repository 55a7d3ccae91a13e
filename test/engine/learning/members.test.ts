import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { lossOf, lossOfMembers } from '../../../src-main/engine/learning/losses';
import { scoreOf } from '../../../src-main/engine/model/pipeline';
import { recipeOf } from '../train/tables';

beforeAll(startTensors);

const values = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length });
const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

test('the loss of members is the mean of their losses, and their answer the mean of their probabilities', () => {
  const fitted: Fitted = {
    formatVersion: 1,
    task: 'multiclass',
    features: [],
    target: { kind: 'classes', column: 'y', classes: ['a', 'b', 'c'] },
  };
  const options = recipeOf({}).training.lossOptions;
  const rows = 4;
  const members = 5;
  fc.assert(
    fc.property(
      values(rows * members * 3),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: rows, maxLength: rows }),
      (numbers, target) => {
        const loss = lossOf('cross-entropy', { options, task: 'multiclass', target, classes: 3 });
        tf.tidy(() => {
          const output = tf.tensor2d(numbers, [rows, members * 3]);
          const wanted = tf.tensor2d(target, [rows, 1]);
          const alone = Array.from({ length: members }, (_, member) => {
            const own = tf.slice(output, [0, member * 3], [rows, 3]);
            return {
              loss: loss(own, wanted).dataSync()[0] ?? Number.NaN,
              score: scoreOf(fitted, own).dataSync(),
            };
          });
          const both = lossOfMembers(loss, 3)(output, wanted).dataSync()[0];
          expect(both).toBeCloseTo(mean(alone.map((one) => one.loss)), 4);
          const score = scoreOf(fitted, output);
          expect(score.shape).toEqual([rows, 3]);
          score.dataSync().forEach((value, place) => {
            expect(value).toBeCloseTo(mean(alone.map((one) => one.score[place] ?? Number.NaN)), 5);
          });
        });
      },
    ),
    { numRuns: 30 },
  );
});

import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { answerOfMembers, lossOf, lossOfMembers } from '../../../src-main/engine/learning/losses';
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

test.each([
  ['regression', 1],
  ['binary', 1],
  ['multiclass', 3],
] as const)(
  'what members of a %s say together has the probabilities, or the number, of their mean',
  (task, outputs) => {
    const classes = task === 'binary' ? ['a', 'b'] : ['a', 'b', 'c'];
    const fitted: Fitted = {
      formatVersion: 1,
      task,
      features: [],
      target:
        task === 'regression'
          ? { kind: 'number', column: 'y', mean: 2, deviation: 3 }
          : { kind: 'classes', column: 'y', classes },
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), values(2 * 4 * 3), (members, numbers) => {
        tf.tidy(() => {
          const output = tf.tensor2d(numbers.slice(0, 2 * members * outputs), [2, members * outputs]);
          const together = answerOfMembers(output, outputs, task);
          expect(together.shape).toEqual([2, outputs]);
          const wanted = scoreOf(fitted, output).dataSync();
          scoreOf(fitted, together)
            .dataSync()
            .forEach((value, place) => expect(value).toBeCloseTo(wanted[place] ?? Number.NaN, 4));
        });
      }),
    );
  },
);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract';
import { errorOfArea, incomparable, standardError, testedApart } from '../../../src-main/contract/planning';
import { comparedScores, sameScores } from '../../../src-renderer/logic/comparison';
import { recipeDifferences } from '../../../src-renderer/logic/recipe-differences';
import { runNamed } from '../../workspace/runs';

function classified(name: string, accuracy: number, rows: number): Run {
  const run = runNamed(name, name);
  const test = { accuracy, f1: accuracy, roc_auc: 0.9, log_loss: 1 - accuracy };
  return {
    ...run,
    metrics: { ...run.metrics, test },
    evaluation: { ...run.evaluation, rows, metrics: test },
  };
}

describe('scores side by side', () => {
  const standings = (runs: Run[], metric: string): string[] | undefined =>
    comparedScores(runs)
      .find(({ name }) => name === metric)
      ?.values.map(({ standing }) => standing);

  test('one point of accuracy is noise on 100 rows, and none on 100,000', () => {
    expect(standings([classified('a', 0.9, 100), classified('b', 0.91, 100)], 'accuracy')).toEqual([
      'within-noise',
      'best',
    ]);
    expect(standings([classified('a', 0.9, 100_000), classified('b', 0.91, 100_000)], 'accuracy')).toEqual([
      'behind',
      'best',
    ]);
  });

  test('a lower log loss is better, and equal scores are all best', () => {
    expect(standings([classified('a', 0.9, 9), classified('b', 0.8, 9)], 'log_loss')).toEqual([
      'best',
      'behind',
    ]);
    expect(standings([classified('a', 0.9, 9), classified('b', 0.9, 9)], 'accuracy')).toEqual([
      'best',
      'best',
    ]);
  });

  test('runs of different columns are not compared, and other test rows are told', () => {
    const [one, other] = [classified('a', 0.9, 9), classified('b', 0.8, 9)];
    expect(incomparable([one, { ...other, target: 'x' }])).toContain('different columns');
    expect(comparedScores([one, { ...other, target: 'x' }])).toEqual([]);
    expect(testedApart([one, other])).toBe(false);
    expect(testedApart([one, { ...other, recipe: { ...other.recipe, seed: 2 } }])).toBe(true);
  });

  test('scores are the same only to the last digit', () => {
    const one = classified('a', 0.9, 9);
    expect(sameScores(one, classified('b', 0.9, 9))).toBe(true);
    expect(sameScores(one, classified('b', 0.9 + 1e-15, 9))).toBe(false);
  });
});

describe('noise', () => {
  test('the area under a ROC curve is as uncertain as Hanley and McNeil found', () => {
    // Their example of 1982: an area of 0.893 over 51 and 58 cases has a standard error of 0.032.
    expect(Math.abs(errorOfArea(0.893, 51, 58) - 0.032)).toBeLessThan(0.001);
  });

  test('law: errors of an RMSE and an MAE are those that drawing the rows again gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        let state = seed;
        const next = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
        const normal = (): number => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
        const scatter = Array.from({ length: 400 }, (): [number, number] => {
          const actual = normal() * 3;
          return [actual, actual + normal()];
        });
        const rmseOf = (rows: readonly (readonly [number, number])[]): number =>
          Math.sqrt(rows.reduce((sum, [a, p]) => sum + (a - p) ** 2, 0) / rows.length);
        const run = runNamed('a', 'a');
        const test = { rmse: rmseOf(scatter), mae: 0, r2: 0 };
        const told = standardError(
          { metrics: { ...run.metrics, test }, evaluation: { ...run.evaluation, rows: 400, scatter } },
          'rmse',
        );
        const drawn = Array.from({ length: 200 }, () =>
          rmseOf(scatter.map(() => scatter[Math.floor(next() * 400)] ?? [0, 0])),
        );
        const middle = drawn.reduce((sum, value) => sum + value, 0) / 200;
        const spread = Math.sqrt(drawn.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 199);
        expect((told ?? 0) / spread).toBeGreaterThan(0.75);
        expect((told ?? 0) / spread).toBeLessThan(1.33);
      }),
      { numRuns: 5, seed: 7 },
    );
  });
});

describe('differences of recipes', () => {
  const run = runNamed('a', 'a');
  const differences = (other: Run): Record<string, string[]> =>
    Object.fromEntries(recipeDifferences([run, other]).map(({ name, values }) => [name, values]));

  test('equal recipes differ in nothing', () => {
    expect(recipeDifferences([run, { ...run, name: 'b' }])).toEqual([]);
  });

  test('only what differs is told, in words; what has no words by its path', () => {
    const { recipe } = run;
    const changed = {
      ...run,
      inputs: ['a', 'b'],
      recipe: {
        ...recipe,
        seed: 9,
        model: { ...recipe.model, preset: 'linear' as const },
        training: { ...recipe.training, epochs: 7 },
      },
    };
    const found = differences(changed);
    expect(found['Seed']).toEqual(['1', '9']);
    expect(found['Epochs at most']?.[1]).toBe('7');
    expect(found['Columns that not all have']).toEqual(['none of them', 'b']);
    expect(found['model › preset']).toEqual(['mlp', 'linear']);
    expect(found['Activation']).toEqual(['ReLU', 'none']);
  });
});

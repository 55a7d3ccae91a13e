import { beforeAll, expect, test } from 'vitest';
import { modelSchema } from '../../../src-main/contract/schemas/model';
import { predictRows } from '../../../src-main/engine/evaluate/predict';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { hostInputs } from '../../../src-main/engine/features/host';
import { hostTarget } from '../../../src-main/engine/features/host-target';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { compileOutputs } from '../../../src-main/engine/runtimes/compiled-outputs';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import { contextOf, prepareTable, recipeOf } from './tables';

beforeAll(startTensors);

test.each([
  ['two classes', ['low', 'high']],
  ['three classes', ['low', 'middle', 'high']],
  ['a number', null],
] as const)(
  'members are scored together while they train, and compiled as they are: %s',
  async (_, kinds) => {
    const random = new Random(4, 'table');
    const rows = Array.from({ length: 120 }, () => {
      const a = random.normal();
      const place = a < -0.5 ? 0 : a < 0.5 ? 1 : 2;
      const target = kinds === null ? String(3 * a + 1) : (kinds[Math.min(place, kinds.length - 1)] ?? '');
      return { a: String(a), b: String(random.normal()), target };
    });
    const { fitted, train, validation } = prepareTable(rows, 'target', 2);
    const recipe = recipeOf({
      model: modelSchema.parse({
        preset: 'tabm',
        hidden: [8],
        options: { members: 3, columnWidth: 2 },
      }),
      training: { epochs: 4 },
    });
    const { network, history, bestEpoch } = await fitNetwork(
      {
        fitted,
        recipe,
        runtime: reference,
        train,
        validation,
        score: validationScore,
        metrics: outputMetrics,
      },
      contextOf(),
    );
    const inputs = hostInputs(fitted, validation);
    const target = hostTarget(fitted, validation);
    const pause = async (): Promise<void> => undefined;
    const scores = await predictRows(fitted, network, inputs, validation.rows, pause);
    const best = history[bestEpoch - 1];
    if (kinds === null) {
      const [mean, spread] = [
        target.reduce((sum, value) => sum + value, 0) / target.length,
        fitted.target.kind === 'number' ? fitted.target.deviation : 1,
      ];
      const errors = target.reduce((sum, value, row) => sum + (value - (scores[row] ?? 0)) ** 2, 0);
      const around = target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      expect(best?.validationScore).toBeCloseTo(1 - errors / around, 4);
      expect(best?.validationLoss).toBeCloseTo(errors / target.length / spread ** 2, 4);
    } else {
      const of = (row: number): number[] => [
        ...scores.subarray(row * kinds.length, (row + 1) * kinds.length),
      ];
      const right = [...target].filter(
        (wanted, row) => of(row).indexOf(Math.max(...of(row))) === wanted,
      ).length;
      const surprise = [...target].reduce((sum, wanted, row) => sum - Math.log(of(row)[wanted] ?? 0), 0);
      expect(best?.validationScore).toBeCloseTo(right / target.length, 6);
      expect(best?.validationLoss).toBeCloseTo(surprise / target.length, 4);
    }
    const compiled = await compileOutputs(network);
    if (compiled === null) throw new Error('ONNX Runtime is not there');
    const again = await predictRows(fitted, network, inputs, validation.rows, pause, (features, count) =>
      compiled.outputs(features, count),
    );
    again.forEach((score, place) => expect(score).toBeCloseTo(scores[place] ?? Number.NaN, 4));
    await compiled.close();
    network.dispose();
  },
);

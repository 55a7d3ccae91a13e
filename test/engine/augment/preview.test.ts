import { describe, expect, test } from 'vitest';
import {
  augmentationsSchema,
  augmentationPreviewSchema,
} from '../../../src-main/contract/schemas/augmentation';
import { previewAugmentation } from '../../../src-main/engine/augment/preview';
import { memorySource } from '../../../src-main/engine/data/frame-source';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { prepareTable, readSample } from '../train/tables';

const penguins = prepareTable(readSample('penguins'), 'Species', 1);
const cars = prepareTable(readSample('cars', ['Name', 'Year']), 'Horsepower', 1);
const show = async (table: typeof penguins, list: unknown[]) => {
  await startTensors();
  return augmentationPreviewSchema.parse(
    await previewAugmentation(
      table.fitted,
      memorySource(table.train),
      augmentationsSchema.parse(list),
      1,
      async () => undefined,
    ),
  );
};

describe('what a person sees before training', () => {
  test('counts of each class, and rows that were made with those that they began from', async () => {
    const seen = await show(penguins, [{ kind: 'smote' }]);
    const before = seen.classes?.map((one) => one.before) ?? [];
    expect(before.reduce((sum, count) => sum + count, 0)).toBe(penguins.train.rows);
    expect(seen.classes?.map((one) => one.after)).toEqual(before.map(() => Math.max(...before)));
    expect(seen.rows).toEqual({ before: penguins.train.rows, after: Math.max(...before) * 3 });
    expect(seen.made.columns[0]).toBe('Species');
    expect(seen.made.rows).toHaveLength(4);
    for (const { from, made } of seen.made.rows) {
      expect(made[0]).toBe(from[0]);
      expect(made).toHaveLength(seen.made.columns.length);
      expect(made).not.toEqual(from);
    }
    expect(seen.batch.rows).toEqual([]);
  });

  test('a batch before and after, with what is to be predicted', async () => {
    const seen = await show(penguins, [{ kind: 'mixup', alpha: 5 }]);
    expect(seen.batch.columns.slice(-3)).toEqual(['Species Adelie', 'Species Chinstrap', 'Species Gentoo']);
    for (const { before, after } of seen.batch.rows) {
      expect(before.slice(-3).reduce((sum, value) => sum + value, 0)).toBe(1);
      expect(after.slice(-3).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
    }
    expect(seen.rows.after).toBe(seen.rows.before);
  });

  test('of a number to predict there are no classes', async () => {
    const seen = await show(cars, [{ kind: 'noise' }]);
    expect(seen.classes).toBeNull();
    expect(seen.batch.columns.at(-1)).toBe('Horsepower, to predict');
    expect(seen.batch.rows.some(({ before, after }) => before[0] !== after[0])).toBe(true);
    expect((await show(cars, [])).batch.rows).toEqual([]);
  });
});

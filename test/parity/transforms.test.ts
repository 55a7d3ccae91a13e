import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnSummary, ColumnType, Profile } from '../../src-main/contract/schemas/data';
import {
  categoryTransforms,
  featuresSchema,
  numberTransforms,
} from '../../src-main/contract/schemas/features';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import { readFrame } from '../../src-main/engine/data/frame';
import { outputMetrics, validationScore } from '../../src-main/engine/evaluate/validation-score';
import { prepare } from '../../src-main/engine/features/prepare';
import { readFitted } from '../../src-main/engine/features/read-fitted';
import { startTensors } from '../../src-main/engine/features/tensors';
import { loadModel } from '../../src-main/engine/model/load';
import { saveModel } from '../../src-main/engine/model/save';
import { preparedFiles } from '../../src-main/engine/protocol';
import { Random } from '../../src-main/engine/random';
import { reference } from '../../src-main/engine/runtimes/reference';
import { fitNetwork } from '../../src-main/engine/train/fit';
import { temporaryFolder, writeParquet } from '../support/table';
import { exportAndVerify } from './support';

/** One column a transform, named after it. */
const columns = [
  ...numberTransforms.map((name) => ({ name, type: 'decimal' as ColumnType, sql: 'DOUBLE' })),
  ...categoryTransforms.map((name) => ({ name, type: 'category' as ColumnType, sql: 'VARCHAR' })),
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test.each(['regression', 'binary', 'multiclass'] as const)(
  '%s: a network trained on every transform is saved, read back and exported, and answers the same',
  async (task) => {
    const random = new Random(5, task);
    const rows = Array.from({ length: 240 }, () => {
      const values = columns.map(({ sql }) => {
        if (random.below(12) === 0) return null;
        return sql === 'DOUBLE' ? Math.exp(random.normal()) * 10 - 8 : `group ${String(random.below(9))}`;
      });
      const score = values.reduce<number>((sum, value) => {
        if (value === null) return sum;
        return sum + (typeof value === 'number' ? Math.sin(value / 5) : value === 'group 3' ? 2 : 0);
      }, random.normal());
      const place = score < 4 ? 'low' : score < 6 || task === 'binary' ? 'middle' : 'high';
      return [...values, task === 'regression' ? score : place];
    });
    const types = [...columns, { name: 'y', type: 'category' as ColumnType, sql: 'VARCHAR' }];
    if (task === 'regression') types[columns.length] = { name: 'y', type: 'decimal', sql: 'DOUBLE' };
    const summaries = types.map(({ name, type }, place): ColumnSummary => {
      const present = rows.map((row) => row[place]).filter((value) => value !== null);
      return {
        name,
        type,
        identifier: false,
        constant: false,
        missing: rows.length - present.length,
        distinct: new Set(present).size,
        numbers: null,
        dates: null,
        histogram: null,
        top: [],
      };
    });
    const profile: Profile = { rows: rows.length, columns: summaries };
    const parquet = join(folder.path, `${task}.parquet`);
    await writeParquet(parquet, types.map(({ name, sql }) => `"${name}" ${sql}`).join(', '), rows);
    const recipe = recipeSchema.parse({
      version: 1,
      data: { dataset: null, fingerprint: null, reading: null },
      target: 'y',
      features: featuresSchema.parse({
        columns: Object.fromEntries(columns.map(({ name }) => [name, { transform: name }])),
      }),
      model: { hidden: [16] },
      training: { epochs: 4 },
    });
    const context = { signal: new AbortController().signal, report: () => undefined };
    const directory = folder.path;
    await prepare({ parquet, columns: summaries, profile, recipe, directory }, context);
    const fitted = await readFitted(directory);
    const part = (name: keyof typeof preparedFiles) => readFrame(join(directory, preparedFiles[name]));
    const [train, validation, tested] = await Promise.all([part('train'), part('validation'), part('test')]);
    const { network, history } = await fitNetwork(
      {
        fitted,
        recipe,
        runtime: reference,
        train,
        validation,
        score: validationScore,
        metrics: outputMetrics,
      },
      { ...context, stopRequested: () => false, pauseRequested: () => false },
    );
    expect(history.at(-1)?.trainLoss).toBeLessThan(history[0]?.trainLoss ?? 0);
    const before = network.getWeights().map((weight) => [...weight.dataSync()]);
    await saveModel(directory, fitted, network, [1]);
    network.dispose();
    const loaded = await loadModel(directory);
    expect(loaded.fitted).toEqual(fitted);
    expect(loaded.network.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
    const { ordinary, hostile } = await exportAndVerify(fitted, loaded.network, tested);
    expect(ordinary).toMatchObject({ passed: true, changedDecisions: 0 });
    expect(hostile).toMatchObject({ passed: true, changedDecisions: 0 });
    expect(hostile.rows).toBeGreaterThan(500);
    loaded.network.dispose();
  },
);

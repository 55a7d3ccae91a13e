import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planRecipe } from '../../src-main/contract/planning';
import type { ColumnSummary, Profile } from '../../src-main/contract/schemas/data';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
import { readFrame } from '../../src-main/engine/data/frame';
import { outputMetrics, validationScore } from '../../src-main/engine/evaluate/validation-score';
import { prepare } from '../../src-main/engine/features/prepare';
import { inputParts } from '../../src-main/engine/features/parts';
import { readFitted } from '../../src-main/engine/features/read-fitted';
import { startTensors } from '../../src-main/engine/features/tensors';
import { build } from '../../src-main/engine/model/build';
import { loadModel } from '../../src-main/engine/model/load';
import { networkContext } from '../../src-main/engine/model/network-inputs';
import { saveModel } from '../../src-main/engine/model/save';
import { preparedFiles } from '../../src-main/engine/protocol';
import { Random } from '../../src-main/engine/random';
import { onnx } from '../../src-main/engine/runtimes/onnx';
import { fitNetwork } from '../../src-main/engine/train/fit';
import { temporaryFolder, writeParquet } from '../support/table';
import { exportAndVerify } from './support';

const filler = [
  'the',
  'of',
  'Service',
  'was',
  'table',
  'waiter',
  'WINE',
  'room',
  'evening',
  'coffee',
  'again',
];

/** Reviews that are good or bad by one word among others; some are missing. */
function tableOf(rows: number): unknown[][] {
  const random = new Random(3, 'texts');
  const word = () => filler[random.below(filler.length)] ?? '';
  return Array.from({ length: rows }, () => {
    const good = random.below(2) === 1;
    const core = good ? 'wonderful food' : 'terrible food';
    const words = [
      ...Array.from({ length: random.below(6) }, word),
      core,
      ...Array.from({ length: random.below(4) }, word),
    ];
    return [random.below(30) === 0 ? null : words.join(' '), random.normal(), good ? 'yes' : 'no'];
  });
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let profile: Profile;
let parquet: string;
const rows = tableOf(240);
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
  parquet = join(folder.path, 'data.parquet');
  await writeParquet(parquet, '"note" VARCHAR, "x" DOUBLE, "y" VARCHAR', rows);
  const types = { note: 'text', x: 'decimal', y: 'category' } as const;
  const columns = (['note', 'x', 'y'] as const).map((name, place): ColumnSummary => {
    const present = rows.map((row) => row[place]).filter((value) => value !== null);
    return {
      name,
      type: types[name],
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
  profile = { rows: rows.length, columns };
});
afterAll(() => folder.remove());

const recipeOf = (preset: Recipe['model']['preset'], augmentation: object[] = []): Recipe =>
  recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'y',
    columns: { note: { role: 'input', type: 'text' } },
    features: { columns: { note: { transform: 'tokens', vocabulary: 80, length: 16 } } },
    model: { preset, hidden: [8], options: { encoderWidth: 8, encoderLayers: 1, heads: 2 } },
    training: { epochs: 25, learningRate: 0.01 },
    augmentation,
  });

async function prepared(recipe: Recipe) {
  const directory = folder.path;
  const context = { signal: new AbortController().signal, report: () => undefined };
  await prepare({ parquet, columns: profile.columns, profile, recipe, directory }, context);
  const part = (name: keyof typeof preparedFiles) => readFrame(join(directory, preparedFiles[name]));
  const [train, validation, tested] = await Promise.all([part('train'), part('validation'), part('test')]);
  return { fitted: await readFitted(directory), train, validation, tested, context, directory };
}

describe('texts that are read piece by piece', () => {
  test('are an input of their own behind the table, and the plan says what training makes', async () => {
    for (const preset of ['mlp', 'cnn1d', 'lstm', 'gru', 'transformer', 'tabm'] as const) {
      const recipe = recipeOf(preset);
      const { fitted } = await prepared(recipe);
      expect(
        inputParts(fitted).parts.map(({ name, sizes, vocabulary }) => ({ name, sizes, vocabulary })),
      ).toEqual([
        { name: 'table', sizes: [1], vocabulary: 0 },
        { name: 'note', sizes: [16], vocabulary: 82 },
      ]);
      const plan = planRecipe(recipe, profile);
      expect(plan.problems).toEqual([]);
      const network = build(recipe, networkContext(fitted));
      expect(plan.parameters, preset).toBe(network.countParams());
      network.dispose();
    }
  });

  test.each(['cnn1d', 'gru', 'transformer'] as const)(
    '%s learns, is saved, read back and exported, and answers the same',
    async (preset) => {
      const recipe = recipeOf(preset, [{ kind: 'word-dropout' }, { kind: 'word-swap' }, { kind: 'mixup' }]);
      const { fitted, train, validation, tested, context, directory } = await prepared(recipe);
      const { network, history } = await fitNetwork(
        { fitted, recipe, runtime: onnx, train, validation, score: validationScore, metrics: outputMetrics },
        { ...context, stopRequested: () => false, pauseRequested: () => false },
      );
      // Half of the loss of one who guesses, ln 2.
      expect(Math.min(...history.map(({ validationLoss }) => validationLoss))).toBeLessThan(0.35);
      await saveModel(directory, fitted, network, [0.5, 0.5]);
      network.dispose();
      const loaded = await loadModel(directory);
      expect(loaded.fitted).toEqual(fitted);
      const { ordinary, hostile } = await exportAndVerify(fitted, loaded.network, tested);
      expect(ordinary).toMatchObject({ passed: true, changedDecisions: 0 });
      expect(hostile).toMatchObject({ passed: true, changedDecisions: 0 });
      loaded.network.dispose();
    },
  );
});

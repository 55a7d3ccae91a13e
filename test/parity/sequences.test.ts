import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planRecipe } from '../../src-main/contract/planning';
import type { ColumnSummary, Profile } from '../../src-main/contract/schemas/data';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
import { readFrame } from '../../src-main/engine/data/frame';
import { outputMetrics, validationScore } from '../../src-main/engine/evaluate/validation-score';
import { prepare } from '../../src-main/engine/features/prepare';
import { hostInputs } from '../../src-main/engine/features/host';
import { transformRows } from '../../src-main/engine/features/apply/matrix';
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

const steps = 8;
const channel = (stem: string) => ({
  name: stem,
  columns: Array.from({ length: steps }, (_, step) => `${stem}_${String(step + 1)}`),
});
const [temperature, humidity] = [channel('temp'), channel('hum')];
// As a table may have them: not in order, with another column among them.
const names = ['y', ...[...temperature.columns].reverse(), 'site', ...humidity.columns];

/** A peak of the temperature, early in one class and late in the other; some values are missing. */
function tableOf(rows: number): unknown[][] {
  const random = new Random(3, 'sequences');
  return Array.from({ length: rows }, () => {
    const late = random.below(2);
    const peak = late * 4 + random.below(4);
    return names.map((name) => {
      if (name === 'y') return late === 1 ? 'late' : 'early';
      if (name === 'site') return random.normal();
      const step = Number(name.split('_')[1]) - 1;
      if (name.startsWith('hum')) return random.below(20) === 0 ? null : 50 + 10 * random.normal();
      return 10 + 5 * Number(step === peak) + random.normal() * 0.3;
    });
  });
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let profile: Profile;
let parquet: string;
const rows = tableOf(300);
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
  parquet = join(folder.path, 'data.parquet');
  const types = names.map((name) => `"${name}" ${name === 'y' ? 'VARCHAR' : 'DOUBLE'}`);
  await writeParquet(parquet, types.join(', '), rows);
  const columns = names.map((name, place): ColumnSummary => {
    const present = rows.map((row) => row[place]).filter((value) => value !== null);
    return {
      name,
      type: name === 'y' ? 'category' : 'decimal',
      // As a profile may well say of steps; whoever groups them wants them.
      identifier: name === 'temp_2',
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

const recipeOf = (preset: Recipe['model']['preset'], changes: object = {}): Recipe =>
  recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'y',
    features: { sequences: [{ name: 'weather', channels: [temperature, humidity] }] },
    model: { preset, hidden: [8], options: { encoderWidth: 8, encoderLayers: 2, heads: 2 } },
    training: { epochs: 12, learningRate: 0.01 },
    ...changes,
  });

async function prepared(recipe: Recipe) {
  const directory = folder.path;
  const context = { signal: new AbortController().signal, report: () => undefined };
  await prepare({ parquet, columns: profile.columns, profile, recipe, directory }, context);
  const part = (name: keyof typeof preparedFiles) => readFrame(join(directory, preparedFiles[name]));
  const [train, validation, tested] = await Promise.all([part('train'), part('validation'), part('test')]);
  return { fitted: await readFitted(directory), train, validation, tested, context, directory };
}

describe('columns grouped into a sequence', () => {
  test('are scaled by channel over the training rows, and lie step after step behind the table', async () => {
    const recipe = recipeOf('lstm');
    const { fitted, train } = await prepared(recipe);
    const { width, parts } = inputParts(fitted);
    expect(parts.map(({ name, kind, sizes }) => ({ name, kind, sizes }))).toEqual([
      { name: 'table', kind: 'table', sizes: [1] },
      { name: 'weather', kind: 'sequence', sizes: [steps, 3] },
    ]);
    expect(planRecipe(recipe, profile).layers.find(({ kind }) => kind === 'input')).toBeDefined();
    const x = transformRows(fitted, hostInputs(fitted, train));
    expect(x.length).toBe(train.rows * width);
    const valuesOf = (name: string) => {
      const column = train.columns.find((one) => one.name === name);
      return column?.kind === 'number' ? column.values : new Float32Array(0);
    };
    for (const [place, { columns }] of [temperature, humidity].entries()) {
      const all = columns.flatMap((name) => [...valuesOf(name)].filter(Number.isFinite));
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
      columns.forEach((name, step) =>
        valuesOf(name).forEach((value, row) => {
          const at = row * width + 1 + step * 3 + place;
          if (Number.isNaN(value)) expect(x[at + 1]).toBe(1);
          else expect(x[at]).toBeCloseTo((value - mean) / deviation, 3);
        }),
      );
    }
  });

  test('the plan says of the network what training makes', async () => {
    for (const preset of ['mlp', 'cnn1d', 'lstm', 'gru', 'transformer', 'cnn2d', 'tabm'] as const) {
      const recipe = recipeOf(preset);
      const { fitted } = await prepared(recipe);
      const plan = planRecipe(recipe, profile);
      expect(plan.problems).toEqual([]);
      const network = build(recipe, networkContext(fitted));
      expect(plan.parameters, preset).toBe(network.countParams());
      network.dispose();
    }
  });

  test.each(['cnn1d', 'lstm', 'gru', 'transformer'] as const)(
    '%s learns the order of steps, is saved, read back and exported, and answers the same',
    async (preset) => {
      const augmentation = [{ kind: 'jitter' }, { kind: 'time-warp', strength: 0.05 }];
      // Attention has to learn from the places alone what the others know from the order.
      const isSlow = preset === 'transformer';
      const training = isSlow ? { epochs: 60, learningRate: 0.005 } : { epochs: 12, learningRate: 0.01 };
      const recipe = recipeOf(preset, { augmentation, training });
      const { fitted, train, validation, tested, context, directory } = await prepared(recipe);
      const { network, history } = await fitNetwork(
        { fitted, recipe, runtime: onnx, train, validation, score: validationScore, metrics: outputMetrics },
        { ...context, stopRequested: () => false, pauseRequested: () => false },
      );
      const best = Math.min(...history.map(({ validationLoss }) => validationLoss));
      // Half of the loss of one who guesses, ln 2.
      expect(best).toBeLessThan(0.35);
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

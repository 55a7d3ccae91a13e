import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recipeSchema } from '../../../../src-main/contract/schemas/recipe';
import type { Recipe } from '../../../../src-main/contract/schemas/recipe';
import { importNetwork } from '../../../../src-main/engine/export/keras/import-network';
import { exportPython } from '../../../../src-main/engine/export/python/export-python';
import { featuresWidth } from '../../../../src-main/engine/features/apply';
import type { Fitted } from '../../../../src-main/engine/features/fitted';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { build } from '../../../../src-main/engine/model/build';
import { joinModels } from '../../../../src-main/engine/model/ensemble/join';
import { networkContext } from '../../../../src-main/engine/model/network-inputs';
import { Random } from '../../../../src-main/engine/random';
import { pythonWithKeras } from './python';
import { answersOf, inFolder, largestDifference, randomise } from './support';

beforeAll(startTensors);

const edges = [-2, -1, 0, 1, 2];
const fittedFor = (preset: 'tabm' | 'realmlp'): Fitted => ({
  formatVersion: 1,
  task: 'binary',
  features: [
    preset === 'tabm'
      ? { kind: 'piecewise', column: 'a', edges, median: 0, indicator: true }
      : { kind: 'number', column: 'a', center: 0, scale: 1.5, median: 0, indicator: true },
    { kind: 'category', column: 'b', vocabulary: ['x', 'y'] },
  ],
  target: { kind: 'classes', column: 'y', classes: ['no', 'yes'] },
});

const recipeFor = (preset: 'tabm' | 'realmlp'): Recipe =>
  recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'y',
    model: { preset, hidden: [16], activation: 'selu', options: { members: 4, columnWidth: 4 } },
    training:
      preset === 'tabm'
        ? { optimizer: 'adamw', learningRate: 0.01, epochs: 10, regularization: { clipNorm: 1 } }
        : {
            optimizer: 'adamw',
            beta2: 0.95,
            learningRate: 0.04,
            epochs: 10,
            schedule: { kind: 'cosine-log' },
          },
    seed: 5,
  });

/** Rows whose class follows from both columns; some numbers are missing. */
function table(rows: number): string {
  const random = new Random(9, 'rows');
  const lines = Array.from({ length: rows }, () => {
    const [a, b] = [random.normal(), random.below(2) === 1 ? 'x' : 'y'];
    const missing = random.below(20) === 0;
    return `${missing ? '' : a.toFixed(4)},${b},${(b === 'x') === a > 0 ? 'yes' : 'no'}`;
  });
  return ['a,b,y', ...lines, ''].join('\n');
}

describe.each(['tabm', 'realmlp'] as const)('a package of %s', (preset) => {
  const [fitted, recipe] = [fittedFor(preset), recipeFor(preset)];
  const metadata = { 'org.strongroom.recipe': JSON.stringify(recipe) };
  const trained = () => {
    const network = build(recipe, networkContext(fitted));
    randomise(network, 3);
    return network;
  };

  it('begins with the weights that training here begins with', async () => {
    const network = trained();
    const files = await exportPython({ fitted, network }, metadata, '{}');
    const start = build(recipe, networkContext(fitted));
    await inFolder(async (folder) => {
      const path = join(folder, 'untrained.keras');
      await writeFile(path, files.get('untrained.keras') ?? '');
      const again = await importNetwork(path);
      const width = featuresWidth(fitted);
      const random = new Random(1, 'rows');
      const rows = Float32Array.from({ length: 20 * width }, () => random.normal());
      const expected = answersOf(start, rows);
      expect(largestDifference(answersOf(again.network, rows), expected)).toBeLessThan(1e-5);
      expect(largestDifference(answersOf(network, rows), expected)).toBeGreaterThan(0.01);
      again.network.dispose();
    });
    for (const one of [network, start]) one.dispose();
  });

  it('tells how fast weights are learned that are kept otherwise than they are used', async () => {
    const network = trained();
    const files = await exportPython({ fitted, network }, metadata, '{}');
    network.dispose();
    const learning: unknown = JSON.parse(Buffer.from(files.get('learning.json') ?? []).toString('utf8'));
    // y = x W / sqrt(inputs) + 0.1 b in RealMLP; a scale of TabM does not become smaller.
    expect(learning).toMatchObject(
      preset === 'tabm'
        ? { members_scale: [{ speed: 1, decays: false }] }
        : {
            scales_scale: [{ speed: 6, decays: false }],
            hidden1: [{ decays: true }, { speed: 0.1, decays: false }],
          },
    );
  });

  it('of several runs has no weights to begin with', async () => {
    const members = [trained(), trained()].map((network) => ({ fitted, network, baseline: [0] }));
    const joined = joinModels(members, null);
    const files = await exportPython(joined, metadata, '{}');
    expect(files.has('network.keras')).toBe(true);
    expect(files.has('untrained.keras')).toBe(false);
    for (const { network } of [...members, joined]) network.dispose();
  });

  const python = pythonWithKeras();
  it.skipIf(python === null)(
    'trains in Keras and predicts',
    async () => {
      await inFolder(async (root) => {
        const folder = join(root, 'package');
        await mkdir(folder);
        const network = trained();
        for (const [name, bytes] of await exportPython({ fitted, network }, metadata, '{}')) {
          await writeFile(join(folder, name), bytes);
        }
        network.dispose();
        const data = join(root, 'data.csv');
        await writeFile(data, table(400));
        const run = (...given: string[]): string =>
          execFileSync(python ?? '', given, {
            cwd: folder,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'pipe'],
          });
        const said = run('train.py', data, '--out', 'trained.keras');
        const losses = [...said.matchAll(/validation (\d+\.\d+)$/gm)].map(([, loss]) => Number(loss));
        expect(losses).toHaveLength(10);
        // One who guesses has ln 2.
        expect(Math.min(...losses)).toBeLessThan(0.65);
        run('predict.py', data, 'out.csv', '--network', 'trained.keras');
        const answers = (await readFile(join(folder, 'out.csv'), 'utf8')).trim().split('\n');
        expect(answers).toHaveLength(401);
        expect(answers[0]).toBe('predicted,probability no,probability yes');
      });
    },
    600_000,
  );
});

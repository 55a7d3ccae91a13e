import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { layerCases, movingCases } from '../../../parity/layer-cases';
import { paddedCases } from '../../../parity/padded-cases';
import type { LayerCase } from '../../../parity/layer-cases';
import { branching } from './arbitraries';
import { pythonWithKeras } from './python';
import { answersOf, inFolder, randomise, rowsOf, writeNetwork } from './support';

beforeAll(startTensors);

const resultsSchema = z.object({
  keras: z.string(),
  results: z.array(
    z.object({ file: z.string(), difference: z.number().nullable(), error: z.string().nullable() }),
  ),
});

const python = pythonWithKeras();

it.skipIf(python === null)(
  'Keras opens our .keras and .h5 files of every layer and gives the same answers',
  async () => {
    await inFolder(async (folder) => {
      const seed = Math.floor(Math.random() * 1e9);
      const random = fc
        .sample(branching, { numRuns: 20, seed })
        .map((layerCase, place): [string, LayerCase] => [
          `branches ${String(place)} of seed ${String(seed)}`,
          layerCase,
        ]);
      const cases: object[] = [];
      const named: Record<string, string> = {};
      for (const [index, [name, layerCase]] of [
        ...Object.entries({ ...layerCases, ...movingCases, ...paddedCases }),
        ...random,
      ].entries()) {
        const network = layerCase.network();
        randomise(network, index);
        const rows = rowsOf(layerCase, 16, index);
        for (const format of ['keras', 'h5'] as const) {
          const file = `case${String(index)}`;
          await writeNetwork(network, format, folder, file);
          named[`${file}.${format}`] = `${name} as ${format}`;
          const answers = [...answersOf(network, rows)];
          cases.push({ file: `${file}.${format}`, rows: [...rows], shape: [16, layerCase.width], answers });
        }
        network.dispose();
      }
      await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
      execFileSync(python ?? '', [join(import.meta.dirname, 'check_networks.py'), folder], { stdio: 'pipe' });
      const { results } = resultsSchema.parse(
        JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')),
      );
      expect(results).toHaveLength(cases.length);
      const wrong = results
        .filter(({ difference }) => difference === null || !(difference < 1e-5))
        .map(({ file, difference, error }) => `${named[file] ?? file}: ${error ?? String(difference)}`);
      expect(wrong).toEqual([]);
    });
  },
  600_000,
);

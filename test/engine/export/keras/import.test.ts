import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { importNetwork } from '../../../../src-main/engine/export/keras/import-network';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { pythonWithKeras } from './python';
import { answersOf, inFolder, largestDifference, writeNetwork } from './support';

beforeAll(startTensors);

const casesSchema = z.object({
  keras: z.string(),
  cases: z.array(
    z.object({
      files: z.array(z.string()),
      rows: z.array(z.number()),
      answers: z.array(z.number()),
      parameters: z.number(),
    }),
  ),
});

const fixtures = join(import.meta.dirname, '../../../fixtures/keras');
const readCases = async (folder: string, name: string) =>
  casesSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));

/** Differences that are too large, and errors, by file. */
async function wrongAnswers(folder: string, name: string): Promise<string[]> {
  const { cases } = await readCases(folder, name);
  const wrong: string[] = [];
  for (const { files, rows, answers } of cases) {
    for (const file of files) {
      try {
        const { network } = await importNetwork(join(folder, file));
        const difference = largestDifference(answersOf(network, Float32Array.from(rows)), answers);
        if (!(difference < 1e-5)) wrong.push(`${file}: ${String(difference)}`);
        network.dispose();
      } catch (error) {
        wrong.push(`${file}: ${String(error)}`);
      }
    }
  }
  return wrong;
}

describe('networks that Keras saved', () => {
  it.each(['networks.json', 'legacy.json'])('give the answers that Keras gave: %s', async (name) => {
    expect(await wrongAnswers(fixtures, name)).toEqual([]);
  });

  it('keep their answers when they are written again in every format', async () => {
    const { cases } = await readCases(fixtures, 'networks.json');
    for (const { files, rows, answers, parameters } of cases) {
      const { network, producer } = await importNetwork(join(fixtures, files[0] ?? ''));
      expect(producer).toMatch(/^Keras 3\./);
      expect(network.countParams()).toBe(parameters);
      await inFolder(async (folder) => {
        const formats =
          /gru/.test(files[0] ?? '') || files[0] === 'masked.keras'
            ? ['keras', 'h5']
            : ['keras', 'h5', 'tfjs'];
        for (const format of formats as ('keras' | 'h5' | 'tfjs')[]) {
          const again = await importNetwork(await writeNetwork(network, format, folder));
          const difference = largestDifference(answersOf(again.network, Float32Array.from(rows)), answers);
          expect(`${files[0] ?? ''} as ${format}: ${difference < 1e-5 ? 'same' : String(difference)}`).toBe(
            `${files[0] ?? ''} as ${format}: same`,
          );
          again.network.dispose();
        }
      });
      network.dispose();
    }
  });
});

const python = pythonWithKeras();

it.skipIf(python === null)(
  'networks of other sizes and weights that Keras saves now give its answers',
  async () => {
    await inFolder(async (folder) => {
      const seed = Math.floor(Math.random() * 1e6);
      execFileSync(python ?? '', [join(fixtures, 'make.py'), folder, String(seed)], { stdio: 'pipe' });
      expect({ seed, wrong: await wrongAnswers(folder, 'networks.json') }).toEqual({ seed, wrong: [] });
    });
  },
  600_000,
);

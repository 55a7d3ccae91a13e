import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { hostileFrame } from '../../../../src-main/engine/export/hostile';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { fittedOf, modelOptions } from '../../../parity/arbitraries';
import { predictionsOf, randomFrame, randomNetwork } from '../../../parity/support';
import { exportedAs, inFolder } from './support';

beforeAll(startTensors);

it.each(['keras', 'h5', 'tfjs', 'python'] as const)(
  'any model exported as %s gives the same answers from raw columns',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('regression' as const, 'binary' as const, 'multiclass' as const).chain(fittedOf),
        modelOptions,
        fc.nat(),
        async (fitted, options, seed) => {
          const network = await randomNetwork(fitted, options, seed);
          const frames = [randomFrame(fitted, 40, seed), hostileFrame(fitted)];
          const answered = frames.map((frame) => ({ frame, answers: predictionsOf(fitted, network, frame) }));
          const results = await exportedAs(name, fitted, network, answered);
          network.dispose();
          for (const { passed, largestDifference, changedDecisions } of results) {
            expect({ passed, largestDifference, changedDecisions }).toMatchObject({ passed: true });
          }
        },
      ),
      { numRuns: 12 },
    );
  },
  120_000,
);

it('a file without what encodes columns is refused by its name', async () => {
  await inFolder(async (folder) => {
    const { importNetwork } = await import('../../../../src-main/engine/export/keras/import-network');
    const { openExport } = await import('../../../../src-main/engine/export/verify/runtimes');
    const { exportKeras } = await import('../../../../src-main/engine/export/keras/export-network');
    const fixture = join(import.meta.dirname, '../../../fixtures/keras/dense.keras');
    const { network } = await importNetwork(fixture);
    const path = join(folder, 'network.keras');
    await writeFile(path, await exportKeras(network));
    await expect(openExport('keras', path)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
    network.dispose();
  });
});

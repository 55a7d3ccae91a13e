import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { importNetwork, networkFormats } from '../../../../src-main/engine/export/keras/import-network';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import type { LayerCase } from '../../../parity/layer-cases';
import { sizedCase, sizedKinds } from '../../../parity/layer-cases';
import { branching } from './arbitraries';
import { answersOf, inFolder, largestDifference, randomise, rowsOf, writeNetwork } from './support';

beforeAll(startTensors);

/** The largest difference after a network went through a file. */
async function differenceThrough(
  layerCase: LayerCase,
  format: (typeof networkFormats)[number],
  seed: number,
): Promise<number> {
  const network = layerCase.network();
  randomise(network, seed);
  const rows = rowsOf(layerCase, 8, seed);
  const expected = answersOf(network, rows);
  const difference = await inFolder(async (folder) => {
    const { network: again } = await importNetwork(await writeNetwork(network, format, folder));
    const found = largestDifference(answersOf(again, rows), expected);
    again.dispose();
    return found;
  });
  network.dispose();
  return difference;
}

it('layers of any size keep their answers in every format', async () => {
  const small = fc.integer({ min: 1, max: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sizedKinds),
      fc.record({
        steps: fc.integer({ min: 2, max: 5 }),
        features: fc.integer({ min: 2, max: 4 }),
        units: small,
      }),
      fc.constantFrom(...networkFormats),
      fc.nat(),
      async (kind, sizes, format, seed) => {
        expect(await differenceThrough(sizedCase(kind, sizes), format, seed)).toBeLessThan(1e-5);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

it('networks of any layers in any branches keep their answers in every format', async () => {
  await fc.assert(
    fc.asyncProperty(
      branching,
      fc.constantFrom(...networkFormats),
      fc.nat(),
      async (layerCase, format, seed) => {
        expect(await differenceThrough(layerCase, format, seed)).toBeLessThan(1e-5);
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

import { beforeAll, describe, expect, it } from 'vitest';
import { importNetwork, networkFormats } from '../../../../src-main/engine/export/keras/import-network';
import type { NetworkFormat } from '../../../../src-main/engine/export/keras/import-network';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { layerCases, movingCases } from '../../../parity/layer-cases';
import { paddedCases } from '../../../parity/padded-cases';
import { answersOf, inFolder, largestDifference, randomise, rowsOf, writeNetwork } from './support';

beforeAll(startTensors);

/** What a format cannot hold, and the words of the error that says so. */
const refused: Partial<Record<string, Partial<Record<NetworkFormat, RegExp>>>> = {
  'multiHeadAttention over padding': { tfjs: /padding before a recurrent layer/ },
};

describe.each(networkFormats)('a network as %s', (format) => {
  it.each(Object.entries({ ...layerCases, ...movingCases, ...paddedCases }))(
    'keeps its answers: %s',
    async (name, layerCase) => {
      const network = layerCase.network();
      randomise(network, 11);
      const rows = rowsOf(layerCase, 16, 5);
      const expected = answersOf(network, rows);
      await inFolder(async (folder) => {
        const why = refused[name]?.[format];
        if (why !== undefined) {
          await expect(writeNetwork(network, format, folder)).rejects.toMatchObject({
            code: 'LAYER_NOT_SUPPORTED',
            message: expect.stringMatching(why) as string,
          });
          return;
        }
        const path = await writeNetwork(network, format, folder);
        const imported = await importNetwork(path);
        expect(imported.format).toBe(format);
        expect(largestDifference(answersOf(imported.network, rows), expected)).toBeLessThan(1e-5);
        imported.network.dispose();
      });
      network.dispose();
    },
  );
});

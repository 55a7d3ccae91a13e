import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import type { ModelFormat } from '../../../../src-main/contract/schemas/exports';
import type { Verification } from '../../../../src-main/contract/schemas/runs';
import type { Frame } from '../../../../src-main/engine/data/frame';
import { writeFrame } from '../../../../src-main/engine/data/frame';
import { formatOf } from '../../../../src-main/engine/export/formats';
import { hostileFrame } from '../../../../src-main/engine/export/hostile';
import { verify } from '../../../../src-main/engine/export/verify/verify';
import type { Fitted } from '../../../../src-main/engine/features/fitted';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { fittedOf, modelOptions } from '../../../parity/arbitraries';
import { predictionsOf, randomFrame, randomNetwork } from '../../../parity/support';
import { inFolder } from './support';

beforeAll(startTensors);

/** Writes a model in a format and compares its file with the application, over these rows and hostile ones. */
function exported(
  fitted: Fitted,
  network: LayersModel,
  name: ModelFormat,
  frame: Frame,
): Promise<Verification[]> {
  return inFolder(async (folder) => {
    const format = formatOf(name);
    const path = join(folder, `model.${format.extension}`);
    const { signal } = new AbortController();
    const model = { fitted, network, baseline: [0] };
    await format.write(model, path, {
      quantize: 'none',
      scope: 'pipeline',
      licence: '',
      metadata: { 'strongroom.version': 'test' },
      calibration: () => Promise.resolve(frame),
      signal,
      report: () => undefined,
    });
    const results: Verification[] = [];
    for (const rows of [frame, hostileFrame(fitted)]) {
      const data = { frame: join(folder, 'rows.frame'), predictions: join(folder, 'answers.frame') };
      await writeFrame(data.frame, rows);
      await writeFrame(data.predictions, predictionsOf(fitted, network, rows));
      const exact = { difference: 1e-5, changedDecisions: 0 };
      const options = { signal, report: () => undefined };
      results.push(await verify({ path, format: name }, fitted.task, data, null, exact, options));
    }
    return results;
  });
}

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
          const results = await exported(fitted, network, name, randomFrame(fitted, 40, seed));
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

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { hostileFrame } from '../../../../src-main/engine/export/hostile';
import { joinModels } from '../../../../src-main/engine/model/ensemble/join';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { fittedOf, modelOptions, presetOptions } from '../../../parity/arbitraries';
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

it('several runs as one model, averaged or stacked, give the same answers in every format', async () => {
  const task = fc.constantFrom('regression' as const, 'binary' as const, 'multiclass' as const);
  await fc.assert(
    fc.asyncProperty(
      task.chain((own) => fc.tuple(fittedOf(own), fittedOf(own))),
      fc.tuple(
        presetOptions('tabm'),
        fc.constantFrom('mlp' as const, 'realmlp' as const).chain(presetOptions),
      ),
      fc.option(fc.constant({ weights: [0.7, -0.2], bias: 0.1 })),
      fc.constantFrom('keras' as const, 'h5' as const, 'tfjs' as const, 'python' as const),
      fc.nat(),
      async ([first, second], options, stack, format, seed) => {
        // The same columns encoded in two ways, or others, for the same target.
        const parts = [first, { ...second, target: first.target }];
        const members = await Promise.all(
          parts.map(async (fitted, index) => ({
            fitted,
            network: await randomNetwork(fitted, options[index] ?? {}, seed + index),
            baseline: [0],
          })),
        );
        const { fitted, network } = joinModels(members, stack);
        // One column is of one kind in a table.
        fc.pre(new Set(fitted.features.map(({ column }) => column)).size === fitted.features.length);
        const frames = [randomFrame(fitted, 24, seed), hostileFrame(fitted)];
        const answered = frames.map((frame) => ({ frame, answers: predictionsOf(fitted, network, frame) }));
        const results = await exportedAs(format, fitted, network, answered);
        for (const { passed, largestDifference, changedDecisions } of results) {
          expect({ passed, largestDifference, changedDecisions }).toMatchObject({ passed: true });
        }
        for (const one of [network, ...members.map((member) => member.network)]) one.dispose();
      },
    ),
    { numRuns: 10 },
  );
}, 240_000);

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

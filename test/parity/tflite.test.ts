import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tasks } from '../../src-main/contract/schemas/recipe';
import { exportTflite } from '../../src-main/engine/export/tflite/export-tflite';
import { fittedOf, modelOptions } from './arbitraries';
import { randomFrame, randomNetwork, verifyBytes } from './support';

const exact = { difference: 1e-5, changedDecisions: 0 };

describe('a model exported as TensorFlow Lite answers in LiteRT as the application does', () => {
  it.each(tasks)('%s: any features, any network, ordinary and hostile rows', async (task) => {
    await fc.assert(
      fc.asyncProperty(
        fittedOf(task),
        modelOptions,
        fc.integer({ min: 1, max: 1e6 }),
        async (fitted, model, seed) => {
          const network = await randomNetwork(fitted, model, seed);
          try {
            const { bytes } = await exportTflite(fitted, network, { 'strongroom.version': 'test' });
            const file = { format: 'tflite', bytes, allowance: exact } as const;
            const { ordinary, hostile } = await verifyBytes(
              fitted,
              network,
              randomFrame(fitted, 50, seed),
              file,
            );
            expect(ordinary).toMatchObject({ passed: true, rows: 50, changedDecisions: 0 });
            expect(hostile).toMatchObject({ passed: true, changedDecisions: 0 });
          } finally {
            network.dispose();
          }
        },
      ),
      { numRuns: 20, seed: 20_261_124 },
    );
  });
});
